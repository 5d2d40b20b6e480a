#include "daemon/status_document.hpp"

#include <cmath>
#include <cstddef>

#include <nlohmann/json.hpp>

namespace sluice::daemon {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view history_fails =
    "history cannot take updates: publishing is answered 503 until it can";

double seconds_since(const std::optional<history::wall_time>& when) {
  if (!when) return 0;
  return std::chrono::duration<double>(std::chrono::system_clock::now() - *when).count();
}

json history_of(const hub::hub& of) {
  const hub::hub::fill now = of.history_fill();
  const history::limits& limits = of.history_limits();
  return {{"updates", now.held.updates},
          {"updates_limit", limits.max_updates},
          {"bytes", now.held.bytes},
          {"bytes_limit", limits.max_bytes},
          {"oldest_seconds", seconds_since(now.oldest)},
          {"age_limit_seconds", std::chrono::duration<double>(limits.max_age).count()},
          {"is_available", of.is_log_available()}};
}

// "sluice_streams_ended_total{reason="drain"}" is "streams_ended.drain".
std::string member_name(const metrics::described& of) {
  constexpr std::string_view prefix = "sluice_";
  constexpr std::string_view suffix = "_total";
  std::string name(of.name.substr(prefix.size()));
  if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  if (of.label.empty()) return name;
  const auto quote = of.label.find('"');
  return name + "." + std::string(of.label.substr(quote + 1, of.label.size() - quote - 2));
}

json counts_of(const metrics::totals& counted) {
  json all = json::object();
  for (std::size_t i = 0; i < metrics::counter_count; ++i) {
    all[member_name(metrics::counters()[i])] = counted.counts[i];
  }
  return all;
}

json timing_of(const metrics::totals::timed& of) {
  return {{"seconds", of.seconds}, {"bounds", metrics::timing_bounds}, {"counts", of.by_bound}};
}

json slowest_of(const census& streams) {
  json all = json::array();
  for (const slow_stream& each : streams.slowest) {
    all.push_back({{"address", each.address}, {"behind_bytes", each.behind_bytes}});
  }
  return all;
}

json largest_of(const census& streams) {
  json all = json::array();
  for (const crowd& each : streams.largest) {
    all.push_back({{"topics", each.wanted}, {"streams", each.streams}});
  }
  return all;
}

std::string write(const json& document) {
  return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string status_document(const overview& found, const hub::hub& of, const surroundings& around,
                            access::administrator_by to) {
  json document = {{"version", SLUICE_VERSION},
                   {"uptime_seconds", around.uptime.count()},
                   {"proxy", around.proxy},
                   {"is_draining", found.is_draining},
                   {"connections", found.connections},
                   {"connections_limit", found.connections_limit},
                   {"streams", found.streams.streams},
                   {"streams_behind", found.streams.streams_behind},
                   {"queued_bytes", found.streams.queued_bytes},
                   {"audiences", found.streams.audiences},
                   {"history", history_of(of)},
                   {"counts", counts_of(found.counted)},
                   {"publish", timing_of(found.counted[metrics::timing::publish])},
                   {"delivery", timing_of(found.counted[metrics::timing::delivery])}};
  if (to == access::administrator_by::token) {
    document["slowest"] = slowest_of(found.streams);
    document["largest"] = largest_of(found.streams);
    document["newest_id"] = of.newest_id();
  }
  return write(document);
}

std::vector<metrics::gauge> gauges(const overview& found, const hub::hub& of,
                                   std::chrono::system_clock::time_point begun) {
  const hub::hub::fill now = of.history_fill();
  const auto number = [](auto count) { return static_cast<double>(count); };
  return {
      {"sluice_connections_open", "Connections of web servers.", number(found.connections)},
      {"sluice_connections_limit", "How many there may be.", number(found.connections_limit)},
      {"sluice_streams_open", "Event streams that are open.", number(found.streams.streams)},
      {"sluice_streams_limit", "How many there may be.", number(found.streams_limit)},
      {"sluice_streams_behind", "Of those, whose readers have not taken all that was sent.",
       number(found.streams.streams_behind)},
      {"sluice_queued_bytes", "What was sent and those readers have not taken.",
       number(found.streams.queued_bytes)},
      {"sluice_audiences", "Groups of streams that want the same.",
       number(found.streams.audiences)},
      {"sluice_history_updates", "Updates that history holds.", number(now.held.updates)},
      {"sluice_history_bytes", "Their memory.", number(now.held.bytes)},
      {"sluice_history_oldest_seconds", "Age of the oldest.", seconds_since(now.oldest)},
      {"sluice_history_available", "1 when history can take updates, else 0.",
       of.is_log_available() ? 1.0 : 0.0},
      {"sluice_draining", "1 when the worker is stopping, else 0.", found.is_draining ? 1.0 : 0.0},
      // By the name that Prometheus' own libraries have for it.
      {"process_start_time_seconds", "When the worker began, in seconds since 1970.",
       std::floor(std::chrono::duration<double>(begun.time_since_epoch()).count())}};
}

std::vector<std::string> reasons_not_ready(const hub::hub& of) {
  if (of.is_log_available()) return {};
  return {std::string(history_fails)};
}

std::string health_document(const std::vector<std::string>& reasons) {
  return write({{"live", true}, {"ready", reasons.empty()}, {"reasons", reasons}}) + "\n";
}

}  // namespace sluice::daemon
