#include "doctor/pace.hpp"

#include <algorithm>
#include <chrono>
#include <vector>

namespace sluice::doctor {
namespace {

using std::chrono::milliseconds;

constexpr auto smallest_delay = milliseconds(150);
// One in four may be late for reasons of the machine's own.
constexpr std::size_t frames_per_late_one = 4;
constexpr std::size_t clear_tries = 3;
constexpr std::size_t most_tries = 5;
// Frames of a lump come together whatever the time between them was when they left.
constexpr int together_part = 4;
// Where each waits for at least one other.
constexpr std::size_t frames_per_lump = 2;
// Frames that left over a second and came within a fifth of that came together.
constexpr int all_together_part = 5;
// As fast as the probe route is asked by itself, and as slow as a whole examination has time for.
constexpr auto shortest_interval = milliseconds(200);
constexpr auto longest_interval = milliseconds(1000);

clock::duration middle(std::vector<clock::duration> of) {
  if (of.empty()) return {};
  const auto at = of.begin() + static_cast<std::ptrdiff_t>(of.size() / 2);
  std::nth_element(of.begin(), at, of.end());
  return *at;
}

// Where a lump begins: the first frame, and each that came clearly apart from the one before.
std::vector<std::size_t> lump_starts(const std::vector<frame_course>& frames) {
  std::vector<std::size_t> starts;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (i == 0) {
      starts.push_back(i);
      continue;
    }
    const auto left_apart = frames[i].left - frames[i - 1].left;
    const auto came_apart = frames[i].came - frames[i - 1].came;
    if (came_apart * together_part >= left_apart) starts.push_back(i);
  }
  return starts;
}

// What is added to every frame shows in the one that came best. The first has its own reasons: the
// way to the worker is made ready for it.
bool is_constant(const std::vector<clock::duration>& delays, clock::duration none) {
  return delays.size() > 2 && *std::min_element(delays.begin() + 1, delays.end()) >= none;
}

bool came_together(const std::vector<frame_course>& frames) {
  if (frames.size() < 2) return false;
  const auto left_over = frames.back().left - frames.front().left;
  const auto came_over = frames.back().came - frames.front().came;
  return came_over * all_together_part <= left_over;
}

pattern pattern_of(const stream_record& of, const std::vector<clock::duration>& delays,
                   std::size_t lumps) {
  const auto none = shortest_delay(of.round_trip);
  const auto& frames = of.frames;
  const auto late = static_cast<std::size_t>(std::count_if(
      delays.begin(), delays.end(), [&](clock::duration each) { return each >= none; }));
  // First, for by a slow way a stream may be over before any of it counts as late.
  if (came_together(frames)) return pattern::buffered;
  if (late * frames_per_late_one <= delays.size()) return pattern::prompt;
  if (frames.size() < 2) return pattern::uneven;
  if (lumps * frames_per_lump <= frames.size()) return pattern::held;
  if (is_constant(delays, none)) return pattern::delayed;
  return pattern::uneven;
}

}  // namespace

clock::duration shortest_delay(clock::duration round_trip) {
  return smallest_delay + round_trip / 2;
}

pace judge_pace(const stream_record& of) {
  pace made;
  if (of.frames.empty()) {
    made.how = pattern::cut;
    return made;
  }
  std::vector<clock::duration> delays;
  for (const frame_course& each : of.frames) delays.push_back(of.delay_of(each));
  made.first_delay = delays.front();
  made.delay = middle({delays.begin() + (delays.size() > 1 ? 1 : 0), delays.end()});
  made.lumps = lump_starts(of.frames).size();
  made.how =
      of.frames.size() < of.frames_asked_for ? pattern::cut : pattern_of(of, delays, made.lumps);
  return made;
}

bool is_collected_or_cut(const pace& what) {
  return what.how == pattern::buffered || what.how == pattern::cut;
}

milliseconds telling_interval(clock::duration round_trip) {
  const auto telling = std::chrono::ceil<milliseconds>(shortest_delay(round_trip));
  return std::clamp(telling, shortest_interval, longest_interval);
}

bool is_settled(std::span<const pace> tries) {
  if (tries.empty()) return false;
  if (tries.back().how == pattern::prompt || tries.size() >= most_tries) return true;
  // Lumps and unevenness are what a busy machine makes as well.
  const pattern last = tries.back().how;
  const bool is_clear =
      last == pattern::buffered || last == pattern::delayed || last == pattern::cut;
  return is_clear && tries.size() >= clear_tries &&
         std::all_of(tries.begin(), tries.end(),
                     [last](const pace& each) { return each.how == last; });
}

pace judge_paces(std::span<const pace> tries) {
  const auto is_any = [&](pattern how) {
    return std::any_of(tries.begin(), tries.end(),
                       [how](const pace& each) { return each.how == how; });
  };
  for (pace each : tries) {
    if (each.how != pattern::prompt) continue;
    if (std::any_of(tries.begin(), tries.end(), is_collected_or_cut)) each.how = pattern::at_times;
    return each;
  }
  pace last = tries.back();
  const bool is_same = std::all_of(tries.begin(), tries.end(),
                                   [&](const pace& each) { return each.how == last.how; });
  // Whether a lump takes in the whole stream depends on how long that is.
  const bool is_lumps = std::all_of(tries.begin(), tries.end(), [](const pace& each) {
    return each.how == pattern::held || each.how == pattern::buffered;
  });
  if (is_same) return last;
  if (is_lumps) {
    last.how = pattern::held;
    return last;
  }
  // A busy machine makes lumps and unevenness too, but it cuts nothing.
  const bool is_clear =
      !is_any(pattern::uneven) && (is_any(pattern::cut) || !is_any(pattern::held));
  if (!is_clear) last.how = pattern::uneven;
  return last;
}

std::size_t find_buffer(const stream_record& of) {
  const auto starts = lump_starts(of.frames);
  // Two borders at least, so that one lump stands between them.
  if (starts.size() < 3 || starts.size() * frames_per_lump > of.frames.size()) return 0;
  const auto bytes_before = [&](std::size_t frame) { return of.frames[frame - 1].bytes_till_here; };
  const std::size_t first = bytes_before(starts[1]);
  const std::size_t last = bytes_before(starts.back());
  return std::max(first, (last - first) / (starts.size() - 2));
}

}  // namespace sluice::doctor
