#pragma once

#include <chrono>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "bench/peers/subject.hpp"
#include "bench/progress.hpp"

namespace sluice::bench {

/// How much is measured. A value.
struct duel_plan {
  subject_plan subjects;
  std::vector<std::string> chosen{};  // subjects; all when there are none
  std::set<std::string> wanted{};     // scenarios; all when there are none
  // Nginx's, each in its turn beside the shipped ones.
  std::vector<nginx_settings> settings{};
  std::size_t streams = 5000;
  std::size_t flood_streams = 1000;  // of bursts of a thousand
  std::size_t storm_streams = 9000;
  std::size_t cookie_bytes = 0;  // that each subscriber over HTTP sends
  std::size_t updates_a_second = 2;
  std::chrono::seconds paced_time{4};
  // Of each step in a row of sizes, topics or loops: there are many of them.
  std::chrono::seconds step_time{2};
  std::size_t bursts = 3;
  std::size_t rounds = 3;

  bool wants(const std::string& scenario) const {
    return wanted.empty() || wanted.contains(scenario);
  }
};

/// One run of one scenario, or of several that share their streams.
struct run_order {
  const duel_plan& plan;
  std::string subject;
  progress& tell;
};

}  // namespace sluice::bench
