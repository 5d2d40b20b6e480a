// What is counted: one table, from which every sheet, the metrics page and the status page come.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

namespace sluice::metrics {

/// In the order of `counters()`.
enum class counter : std::size_t {
  requests,
  answers_2xx,
  answers_3xx,
  answers_4xx,
  answers_5xx,
  streams_opened,
  ended_by_handler,
  ended_finished,
  ended_rejected,
  ended_failed,
  ended_client_gone,
  ended_max_age,
  ended_drain,
  ended_token_expired,
  ended_fell_behind,
  updates_published,
  updates_failed,
  deliveries,
  delivered_bytes,
  gaps,
};
inline constexpr std::size_t counter_count = 20;

/// Durations that are counted by how long they took, in the order of `timings()`.
enum class timing : std::size_t { publish, delivery };
inline constexpr std::size_t timing_count = 2;

// Seconds. A worker on an idle machine delivers within the first; whatever is beyond the last is
// late for anybody.
inline constexpr std::array<double, 12> timing_bounds = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 1, 5};

/// One line of the table. `label` is Prometheus text, `reason="drain"`, or empty; lines with one
/// name stand together. No label ever holds a topic, an id, a user or an address (H2).
struct described {
  std::string_view name;
  std::string_view label;
  std::string_view help;
};

std::span<const described> counters();
std::span<const described> timings();

}  // namespace sluice::metrics
