#include "bench/duel/timetable.hpp"

#include <cmath>

namespace sluice::bench {
namespace {

// Seconds only where they matter: nobody waits for the end of twelve minutes by the second.
std::string text_of(timetable::duration time) {
  constexpr double most_seconds = 90;
  if (time.count() < most_seconds) return std::to_string(std::lround(time.count())) + " s";
  return std::to_string(std::lround(time.count() / 60)) + " min";
}

}  // namespace

void timetable::add(duration took) {
  const entry& run = runs_.at(done_++);
  known& same = known_[run.name];
  same.time += took;
  ++same.runs;
  passed_ += took;
  passed_guess_ += run.guess;
}

std::optional<timetable::duration> timetable::left() const {
  if (done_ == 0 || passed_guess_ <= duration::zero()) return std::nullopt;
  const double truth_of_guess = passed_ / passed_guess_;
  duration left{};
  for (std::size_t i = done_; i < runs_.size(); ++i) {
    const auto same = known_.find(runs_[i].name);
    left += same == known_.end() ? runs_[i].guess * truth_of_guess
                                 : same->second.time / static_cast<double>(same->second.runs);
  }
  return left;
}

std::string timetable::place() const {
  const auto time = left();
  return "[" + std::to_string(done_ + 1) + " of " + std::to_string(runs_.size()) +
         (time ? ", " + text_of(*time) + " left" : "") + "] ";
}

}  // namespace sluice::bench
