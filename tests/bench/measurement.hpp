// What `bench_hub` measures. Each starts a worker of its own.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "bench/progress.hpp"
#include "bench/report.hpp"

namespace sluice::bench {

/// How much of it. A value.
struct extent {
  std::string program;         // the worker's
  std::size_t updates = 2000;  // published to `subscribers`, in each row
  std::size_t subscribers = 1000;
  std::size_t streams = 5000;  // of the idle crowd
  std::size_t runs = 11;       // of each replay
  // One row publishes no longer than this, whatever its count.
  std::chrono::seconds row_limit{30};
};

// Waiting for what is on its way: ten times of what the largest default needs on two busy cores.
inline constexpr std::chrono::seconds delivery_limit{120};

/// The time from a request with Last-Event-ID to the last update it missed, for several distances.
report measure_replay(const extent& how, progress& tell);
/// What publishers wait for, and how many updates a second there are, with many subscribers.
report measure_publish(const extent& how, progress& tell);
/// What a reader that has stopped reading costs the publishers, and whether it loses anything.
report measure_stuck(const extent& how, progress& tell);
/// What many streams cost: memory while idle, processor time a delivery.
report measure_crowd(const extent& how, progress& tell);

}  // namespace sluice::bench
