#pragma once

#include <cstddef>

#include "bench/duel/finding.hpp"
#include "bench/duel/plan.hpp"
#include "bench/duel/scene.hpp"
#include "bench/load/resources.hpp"

namespace sluice::bench {

// A screen of a page that catches up, and an import that touches everything.
inline constexpr std::size_t burst_updates = 50;
inline constexpr std::size_t flood_updates = 1000;

/// A subject with one topic that everybody listens to. One thread.
class stage final {
 public:
  /// Complete when all streams are open. Throws as `scene`.
  stage(const run_order& what, std::size_t streams);

  /// What opening the streams took.
  void find_connect(finding& found) const;
  /// What they take in memory now, after what was published until now.
  void find_memory(finding& found);
  /// One update after another, at the plan's pace.
  void find_paced(finding& found);
  /// So many at once, and again when all have them.
  void find_bursts(std::size_t updates, std::size_t bursts, finding& found);
  /// What was lost, doubled or out of order until now.
  void find_faults(finding& found) const;

 private:
  void publish(std::size_t updates);
  void warm_up();

  const run_order what_;
  const std::size_t streams_;
  scene in_;
  const memory_use empty_;
  usage opening_;
};

}  // namespace sluice::bench
