// What a probe asks for. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "base/problem.hpp"
#include "sluice/request.hpp"

namespace sluice::daemon {

/// A paced stream: `frames` events, `interval` apart, the last one after `idle` more, and the end
/// an interval behind it. A value.
struct probe_order {
  // A wave of slow buffers is seen with a few dozen frames; more tell nothing new.
  static constexpr std::size_t most_frames = 64;
  // The loop's deadlines have a grain of 50 ms, so a frame is up to that much later. Each says when
  // it left.
  static constexpr std::chrono::milliseconds shortest_interval{20};
  static constexpr std::chrono::milliseconds longest_interval = std::chrono::seconds(5);
  // Of a stream that nobody reads the kernels on the way take 3.5 MiB by default, and up to 11
  // where worker and web server speak TCP. Three times that shows whether a web server stores the
  // rest, and frames of this size take seconds for it.
  static constexpr std::size_t largest_padding_bytes = 512 * 1024;
  // Longer than any default limit on silence: Apache's and lighttpd's are five and six minutes.
  static constexpr std::chrono::milliseconds longest_idle = std::chrono::minutes(10);
  /// Of the whole: the longest silence, and the frames around it.
  static constexpr std::chrono::milliseconds longest = std::chrono::minutes(11);
  static constexpr std::size_t longest_id = 64;

  std::size_t frames = 5;
  std::chrono::milliseconds interval{200};
  /// Of each frame; zero gives frames of some thirty bytes, which is what real events have at their
  /// smallest, and what buffers hold longest.
  std::size_t padding_bytes = 0;
  std::chrono::milliseconds idle{};
  /// Zero: none comes while the probe lasts.
  std::chrono::milliseconds heartbeat{};
  /// Of letters, digits, - and _; empty when the probe is not asked about later.
  std::string id = {};

  friend bool operator==(const probe_order&, const probe_order&) = default;
};

/// Reads the query. Fails with what a parameter must be.
outcome<probe_order> try_read_probe(const request& what);

bool is_probe_id(std::string_view text);

}  // namespace sluice::daemon
