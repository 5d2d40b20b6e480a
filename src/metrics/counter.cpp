#include "metrics/counter.hpp"

namespace sluice::metrics {
namespace {

// clang-format off
constexpr std::array<described, counter_count> counter_table = {{
  {"sluice_requests_total", "", "Requests that came whole."},
  {"sluice_answers_total", "class=\"2xx\"", "Short answers, by the class of their status."},
  {"sluice_answers_total", "class=\"3xx\"", ""},
  {"sluice_answers_total", "class=\"4xx\"", ""},
  {"sluice_answers_total", "class=\"5xx\"", ""},
  {"sluice_streams_opened_total", "", "Event streams that were opened."},
  {"sluice_streams_ended_total", "reason=\"handler_returned\"",
   "Event streams that ended, by the reason."},
  {"sluice_streams_ended_total", "reason=\"finished\"", ""},
  {"sluice_streams_ended_total", "reason=\"rejected\"", ""},
  {"sluice_streams_ended_total", "reason=\"handler_failed\"", ""},
  {"sluice_streams_ended_total", "reason=\"client_gone\"", ""},
  {"sluice_streams_ended_total", "reason=\"max_age\"", ""},
  {"sluice_streams_ended_total", "reason=\"drain\"", ""},
  {"sluice_streams_ended_total", "reason=\"token_expired\"", ""},
  {"sluice_streams_ended_total", "reason=\"fell_behind\"", ""},
  {"sluice_updates_published_total", "", "Updates that history took."},
  {"sluice_updates_failed_total", "", "Updates that history could not take."},
  {"sluice_deliveries_total", "", "Updates handed to streams, once for each stream."},
  {"sluice_delivered_bytes_total", "", "Their bytes, as FastCGI records."},
  {"sluice_gaps_total", "", "Streams that were told of updates no longer held."},
}};

constexpr std::array<described, timing_count> timing_table = {{
  {"sluice_publish_seconds", "", "From an update's arrival until history holds it."},
  {"sluice_delivery_seconds", "",
   "From then until a loop has handed it to the streams that have room."},
}};
// clang-format on

static_assert(counter_table.back().name == "sluice_gaps_total");

}  // namespace

std::span<const described> counters() {
  return counter_table;
}

std::span<const described> timings() {
  return timing_table;
}

}  // namespace sluice::metrics
