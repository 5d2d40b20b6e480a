#include "bench/duel/targets.hpp"

namespace sluice::bench {
namespace {

// The figure of one subject against the same figure of another.
target against(const char* what, const char* scenario, const char* figure, const char* subject,
               const char* other, double limit) {
  return {what, {scenario, "", subject, figure}, figure_place{scenario, "", other, figure}, limit};
}

// The figure by itself, in its own unit.
target below(const char* what, const char* scenario, const char* figure, const char* subject,
             double limit) {
  return {what, {scenario, "", subject, figure}, std::nullopt, limit};
}

}  // namespace

const std::vector<target>& all_targets() {
  static const std::vector<target> targets{
      against("paced: worker's CPU to the bare sender's, direct", "paced", "worker_us",
              "sluice-direct", "bare-direct", 1.15),
      against("paced: worker's CPU to the bare sender's, behind nginx", "paced", "worker_us",
              "sluice", "bare", 1.15),
      against("paced: whole path to nchan", "paced", "total_us", "sluice", "nchan", 1.35),
      against("burst of 50: whole path to nchan", "burst", "total_us", "sluice", "nchan", 0.5),
      against("burst of 50: p99 to nchan's", "burst", "p99_ms", "sluice", "nchan", 1),
      against("burst of 1,000: whole path to nchan", "flood", "total_us", "sluice", "nchan", 0.5),
      against("burst of 1,000: p99 to nchan's", "flood", "p99_ms", "sluice", "nchan", 1),
      below("idle stream: worker's PSS, KiB", "idle", "worker_pss_KiB", "sluice-direct", 0.5),
      below("connect: worker's CPU, us, behind nginx", "connect", "worker_us", "sluice", 35),
  };
  return targets;
}

}  // namespace sluice::bench
