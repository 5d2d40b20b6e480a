#include "hub/subscription.hpp"

#include <algorithm>
#include <limits>
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

std::size_t count_up_to(std::span<const std::uint64_t> positions, std::uint64_t position) {
  if (positions.front() > position) return 0;
  const auto first = std::upper_bound(positions.begin(), positions.end(), position);
  return static_cast<std::size_t>(first - positions.begin());
}

std::size_t bytes_of(std::span<const frame> frames) {
  std::size_t bytes = 0;
  for (const frame& each : frames) bytes += each->size();
  return bytes;
}

}  // namespace

subscription::subscription(outlet& from, const interest& wanted, std::uint64_t position, reader& to)
    : reader_(to), position_(position), audience_(from.join(wanted)) {
  audience_.add(*this);
}

subscription::~subscription() {
  outlet& from = audience_.of();
  from.wait_no_more(*this);
  audience_.remove(*this);
  from.leave(audience_);
}

intake subscription::take(const batch& next) {
  if (!is_live_) {
    fall_behind(next.bytes);
    return {};
  }
  // What the replay has already sent is skipped: it ran ahead of this loop's mailbox.
  const std::size_t skipped = count_up_to(next.positions, position_);
  const auto due = next.frames.subspan(skipped);
  const std::size_t taken = reader_.write(due, next.now);
  if (taken == due.size()) return {taken, skipped == 0 ? next.bytes : bytes_of(due)};
  is_live_ = false;
  if (skipped + taken > 0) position_ = std::max(position_, next.positions[skipped + taken - 1]);
  position_ = std::max(position_, next.head);
  fall_behind(next.bytes);
  return {taken, bytes_of(due.first(taken))};
}

void subscription::fall_behind(std::size_t bytes) {
  constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  behind_bytes_ = static_cast<std::uint32_t>(std::min<std::size_t>(behind_bytes_ + bytes, most));
  if (behind_bytes_ > audience_.of().backlog_limit_bytes()) reader_.on_behind();
}

void subscription::catch_up() {
  if (is_live_ || !reader_.has_room()) return;
  outlet& from = audience_.of();
  const auto entries = from.source().entries_after(position_, entries_a_turn);
  if (entries.empty()) {
    is_live_ = true;
    behind_bytes_ = 0;
    if (from.source().has_ended(audience_.wanted())) reader_.on_ended();
    return;
  }
  if (entries.front()->position() > position_ + 1) {
    from.counts().add(metrics::counter::gaps);
    reader_.on_gap();
  }
  replay(entries);
  if (reader_.has_room()) from.go_on_later(*this);
}

void subscription::replay(std::span<const history::shared_entry> entries) {
  outlet& from = audience_.of();
  std::vector<frame> frames;
  std::vector<std::uint64_t> positions;
  std::size_t bytes = 0;
  std::uint64_t looked_at = position_;
  for (const auto& each : entries) {
    if (bytes >= bytes_a_turn) break;
    looked_at = each->position();
    if (!audience_.wanted().includes(each->what())) continue;
    frames.push_back(from.source().make_frame(each->what()));
    positions.push_back(looked_at);
    bytes += frames.back()->size();
  }
  const std::size_t taken = frames.empty() ? 0 : reader_.write(frames, clock::now());
  bytes = bytes_of(std::span(frames).first(taken));
  // A reader that is slow, but reads, gets nearer.
  behind_bytes_ -= static_cast<std::uint32_t>(std::min<std::size_t>(behind_bytes_, bytes));
  from.count({taken, bytes});
  if (taken == frames.size()) {
    position_ = looked_at;
  } else if (taken > 0) {
    position_ = positions[taken - 1];
  }
}

}  // namespace sluice::hub
