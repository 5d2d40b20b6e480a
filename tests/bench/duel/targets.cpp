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

// The same subject in two variants.
target flat(const char* what, const char* scenario, const char* figure, const char* variant,
            const char* other, double limit) {
  return {what,
          {scenario, variant, "sluice-direct", figure},
          figure_place{scenario, other, "sluice-direct", figure},
          limit};
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
      against("burst of 50, published by POST as nchan's: whole path to nchan", "burst", "total_us",
              "sluice-post", "nchan", 0.5),
      against("burst of 50, published by POST as nchan's: p99 to nchan's", "burst", "p99_ms",
              "sluice-post", "nchan", 1),
      against("burst of 1,000, published by POST as nchan's: whole path to nchan", "flood",
              "total_us", "sluice-post", "nchan", 0.5),
      below("idle stream: worker's PSS, KiB", "idle", "worker_pss_KiB", "sluice-direct", 0.5),
      below("connect: worker's CPU, us, behind nginx", "connect", "worker_us", "sluice", 35),
      below("connect: worker's CPU, us, direct", "connect", "worker_us", "sluice-direct", 35),
      // Flat is what the spread of the rounds lets be seen. A delivery's share of an update's own
      // cost is another with every number of subscribers, so what a subscriber more adds is
      // compared.
      flat("a subscriber more, of 9,000 to of 1,000: worker's CPU", "size", "added_worker_us",
           "9000 subscribers", "1000 subscribers", 1.15),
      flat("10,000 topics to 1: worker's CPU without publishing", "topics", "net_us",
           "10000 topics", "1 topic", 1.15),
      flat("a template for all to a topic: worker's CPU", "templates", "worker_us", "same template",
           "topic", 1.15),
      flat("private topics to a shared one: worker's CPU without publishing", "private", "net_us",
           "own private topic each", "shared topic", 1.3),
      flat("p99 beside stuck readers to without", "slow", "p99_ms", "5 % stuck", "all read", 1.3),
  };
  return targets;
}

}  // namespace sluice::bench
