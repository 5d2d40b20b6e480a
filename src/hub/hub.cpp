#include "hub/hub.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "hub/outlet.hpp"
#include "hub/topic_match.hpp"

namespace sluice::hub {
namespace {

std::uint64_t milliseconds_of(history::wall_time when) {
  return static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::milliseconds>(when.time_since_epoch()).count());
}

constexpr std::string_view earliest = "earliest";

// How far a stream's beginning looks back for an update that its reader may know of. Publishers
// wait meanwhile, some 20 ns for each.
constexpr std::uint64_t positions_looked_at = 64;

bool is_knowable(const update& what, const std::vector<selector>& grants) {
  return what.to() == sluice::audience::everyone || is_any_matched(what.topics(), grants);
}

}  // namespace

hub::hub(std::unique_ptr<history::log> log, const history::limits& limits, frame_maker make_frame)
    : log_(std::move(log)), make_frame_(std::move(make_frame)), limits_(limits), window_(limits) {}

hub::~hub() {
  log_->close();
}

result<> hub::load() {
  return log_->load(
      limits_, std::chrono::system_clock::now(),
      [this](update what, history::wall_time published) { append(std::move(what), published); });
}

history::shared_entry hub::append(update what, history::wall_time published) {
  const history::shared_entry added = window_.append(std::move(what), published);
  newest_id_ = added->what().id();
  if (added->what().to() == sluice::audience::everyone) newest_public_ = added->position();
  return added;
}

void hub::join(outlet& loop_end) {
  const std::lock_guard lock(mutex_);
  outlets_.push_back(&loop_end);
}

void hub::leave(outlet& loop_end) {
  const std::lock_guard lock(mutex_);
  std::erase(outlets_, &loop_end);
  // It may have been the one to wake the others.
  for (outlet* const each : outlets_) each->wake();
}

void hub::wake_others(const outlet& loop_end) const {
  const std::lock_guard lock(mutex_);
  for (outlet* const each : outlets_) {
    if (each != &loop_end) each->wake();
  }
}

// What comes from a loop's own publishers wakes that loop first, and it the others: a wake-up of
// another thread for each of fifty updates would cost more than handing them out, and bring them
// one by one. What comes from elsewhere, as from the log's thread, wakes all.
void hub::post(const news& what) {
  outlet* here = nullptr;
  for (outlet* const each : outlets_) {
    each->post(what);
    if (each->is_here()) here = each;
  }
  if (here) return here->wake();
  for (outlet* const each : outlets_) each->wake();
}

void hub::publish(update what, on_published done) {
  const history::wall_time now = std::chrono::system_clock::now();
  if (what.id().empty()) what.id(new_id());
  const time_point came = clock::now();
  log_->append(what, now, [this, what, now, came, done = std::move(done)](result<> held) mutable {
    is_log_available_ = held.has_value();
    counts_.add(held ? metrics::counter::updates_published : metrics::counter::updates_failed);
    if (!held) return done(held.error());
    counts_.observe(metrics::timing::publish, clock::now() - came);
    std::string id = what.id();
    commit(std::move(what), now);
    done(std::move(id));
  });
}

std::string hub::new_id() {
  return ids_.next(milliseconds_of(std::chrono::system_clock::now()));
}

// Under one mutex, so that the order of positions is the order in which every outlet hears of them.
void hub::commit(update what, history::wall_time published) {
  const std::lock_guard lock(mutex_);
  const history::shared_entry added = append(std::move(what), published);
  if (!ended_.is_empty()) ended_.remove(added->what().topics());
  post(delivery{added, outlets_.empty() ? frame() : make_frame(added->what()), clock::now()});
}

void hub::end(const std::string& topic) {
  const std::lock_guard lock(mutex_);
  ended_.add(topic);
  post(topic_end{topic});
}

bool hub::has_ended(const interest& wanted) const {
  const std::lock_guard lock(mutex_);
  return ended_.has_all(wanted);
}

bool hub::has_after(std::uint64_t position, const interest& wanted) const {
  // As many as one turn of a replay looks at, so that publishers do not wait for the mutex.
  constexpr std::size_t entries_at_once = 256;
  for (;;) {
    const auto entries = entries_after(position, entries_at_once);
    if (entries.empty()) return false;
    for (const history::shared_entry& each : entries) {
      if (wanted.includes(each->what())) return true;
    }
    position = entries.back()->position();
  }
}

hub::fill hub::history_fill() const {
  const std::lock_guard lock(mutex_);
  fill found{window_.held(), std::nullopt};
  if (window_.first() < window_.next()) {
    found.oldest = window_.entries_from(window_.first()).front()->published();
  }
  return found;
}

void hub::evict() {
  const std::lock_guard lock(mutex_);
  window_.evict(std::chrono::system_clock::now());
}

cursor hub::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto position = id == earliest ? std::nullopt : window_.position_of(id);
  return position ? cursor{*position, true} : cursor{window_.first() - 1, id == earliest};
}

beginning hub::begin(const std::vector<selector>& grants) const {
  const std::lock_guard lock(mutex_);
  const std::uint64_t newest = window_.next() - 1;
  for (std::uint64_t back = 0; back < positions_looked_at && back <= newest; ++back) {
    const history::shared_entry held = entry_at(newest - back);
    if (!held) return {newest, std::string(earliest)};
    if (is_knowable(held->what(), grants)) return {newest, held->what().id()};
  }
  // Whoever has grants may know of one of the many private ones before; nobody else does.
  if (!grants.empty()) return {newest, std::nullopt};
  const history::shared_entry held = entry_at(newest_public_);
  return {newest, held ? held->what().id() : std::string(earliest)};
}

std::uint64_t hub::newest() const {
  const std::lock_guard lock(mutex_);
  return window_.next() - 1;
}

std::uint64_t hub::oldest() const {
  const std::lock_guard lock(mutex_);
  return window_.first();
}

std::string hub::newest_id() const {
  const std::lock_guard lock(mutex_);
  return newest_id_;
}

history::shared_entry hub::entry_at(std::uint64_t position) const {
  if (position < window_.first() || position >= window_.next()) return nullptr;
  return window_.entries_from(position).front();
}

bool hub::may_know(std::uint64_t position, const std::vector<selector>& grants) const {
  const std::lock_guard lock(mutex_);
  const history::shared_entry held = entry_at(position);
  return held && is_knowable(held->what(), grants);
}

std::vector<history::shared_entry> hub::entries_after(std::uint64_t position,
                                                      std::size_t most) const {
  std::vector<history::shared_entry> found;
  const std::lock_guard lock(mutex_);
  for (const history::shared_entry& each : window_.entries_from(position + 1)) {
    if (found.size() == most) break;
    found.push_back(each);
  }
  return found;
}

}  // namespace sluice::hub
