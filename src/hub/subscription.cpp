#include "hub/subscription.hpp"

#include <algorithm>
#include <vector>

#include "hub/audience.hpp"
#include "hub/hub.hpp"
#include "hub/outlet.hpp"

namespace sluice::hub {
namespace {

// Entries looked at in one turn of the loop: some tenths of a millisecond, so that a long replay
// does not hold the other streams up.
constexpr std::size_t entries_a_turn = 256;
// What a socket takes at once; a replay of large updates makes no more than this, and one more.
constexpr std::size_t bytes_a_turn = 256 * 1024;

}  // namespace

subscription::subscription(outlet& from, const interest& wanted, std::uint64_t position, reader& to)
    : outlet_(from), audience_(from.join(wanted)), reader_(to), position_(position) {
  audience_.members_.push_back(*this);
}

subscription::~subscription() {
  member_hook_.unlink();
  waiting_hook_.unlink();
  outlet_.leave(audience_);
}

void subscription::take(std::span<const frame> frames, std::span<const std::uint64_t> positions,
                        std::size_t bytes, std::uint64_t head) {
  if (!is_live_) return fall_behind(bytes);
  if (!reader_.has_room()) {
    is_live_ = false;
    position_ = std::max(position_, head);
    return fall_behind(bytes);
  }
  // What the replay has already sent is skipped: it ran ahead of this loop's mailbox.
  const auto first = std::upper_bound(positions.begin(), positions.end(), position_);
  const auto skipped = static_cast<std::size_t>(first - positions.begin());
  const std::size_t taken = skipped + write(frames.subspan(skipped));
  if (taken == frames.size()) return;
  is_live_ = false;
  position_ = taken == 0 ? std::max(position_, head) : positions[taken - 1];
  fall_behind(bytes);
}

std::size_t subscription::write(std::span<const frame> frames) {
  const std::size_t taken = reader_.write(frames);
  std::size_t bytes = 0;
  for (const frame& each : frames.first(taken)) bytes += each->size();
  // A reader that is slow, but reads, gets nearer.
  behind_bytes_ -= std::min(behind_bytes_, bytes);
  outlet_.counts().add(metrics::counter::deliveries, taken);
  outlet_.counts().add(metrics::counter::delivered_bytes, bytes);
  return taken;
}

void subscription::fall_behind(std::size_t bytes) {
  behind_bytes_ += bytes;
  if (behind_bytes_ > outlet_.backlog_limit_bytes()) reader_.on_behind();
}

void subscription::catch_up() {
  if (is_live_ || !reader_.has_room()) return;
  const auto entries = outlet_.source().entries_after(position_, entries_a_turn);
  if (entries.empty()) {
    is_live_ = true;
    behind_bytes_ = 0;
    if (outlet_.source().has_ended(audience_.wanted())) reader_.on_ended();
    return;
  }
  if (entries.front()->position() > position_ + 1) {
    outlet_.counts().add(metrics::counter::gaps);
    reader_.on_gap();
  }
  replay(entries);
  if (reader_.has_room()) outlet_.go_on_later(*this);
}

void subscription::replay(std::span<const history::shared_entry> entries) {
  std::vector<frame> frames;
  std::vector<std::uint64_t> positions;
  std::size_t bytes = 0;
  std::uint64_t looked_at = position_;
  for (const auto& each : entries) {
    if (bytes >= bytes_a_turn) break;
    looked_at = each->position();
    if (!audience_.wanted().includes(each->what())) continue;
    frames.push_back(outlet_.source().make_frame(each->what()));
    positions.push_back(looked_at);
    bytes += frames.back()->size();
  }
  const std::size_t taken = frames.empty() ? 0 : write(frames);
  if (taken == frames.size()) {
    position_ = looked_at;
  } else if (taken > 0) {
    position_ = positions[taken - 1];
  }
}

}  // namespace sluice::hub
