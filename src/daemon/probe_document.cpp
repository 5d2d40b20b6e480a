#include "daemon/probe_document.hpp"

#include <nlohmann/json.hpp>

#include "daemon/probe_order.hpp"

namespace sluice::daemon {
namespace {

using json = nlohmann::ordered_json;

// Of a text from outside: enough to recognize it.
constexpr std::size_t longest_shown = 200;

std::int64_t milliseconds(clock::duration of) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(of).count();
}

// Fractions, so that a tenth of a millisecond can be told.
double fine_milliseconds(clock::duration of) {
  return static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(of).count()) /
         1000;
}

json base_of(const probe_frame& what) {
  return {{"frame", what.number}, {"ms", fine_milliseconds(what.left)}};
}

// Anyone may ask for the largest padding, so it costs no more than its bytes.
std::string write(const json& document, std::size_t padding_bytes) {
  std::string text = document.dump(-1, ' ', false, json::error_handler_t::replace);
  if (padding_bytes == 0) return text;
  constexpr std::string_view name = R"(,"padding":")";
  constexpr std::string_view end = "\"}";
  text.pop_back();
  text.reserve(text.size() + name.size() + padding_bytes + end.size());
  return text.append(name).append(padding_bytes, '.').append(end);
}

std::string shown(std::optional<std::string_view> text) {
  return std::string(text.value_or("").substr(0, longest_shown));
}

json arrived_of(const request& of) {
  const auto id = of.header("Last-Event-ID");
  const bool is_ours = id && id->starts_with(doctor_id_prefix) && is_probe_id(*id);
  return {{"authorization", of.header("Authorization").has_value()},
          {"cookie", of.header("Cookie").has_value()},
          {"last_event_id", is_ours ? json(*id) : json(id.has_value())},
          {"accept_encoding", shown(of.header("Accept-Encoding"))}};
}

std::string_view name_of(probe_entry::state which) {
  switch (which) {
    case probe_entry::state::running:
      return "running";
    case probe_entry::state::complete:
      return "complete";
    case probe_entry::state::client_gone:
      return "client-gone";
    case probe_entry::state::ended_by_worker:
      return "ended-by-worker";
  }
  return "";
}

}  // namespace

std::string frame_document(const probe_frame& what) {
  return write(base_of(what), what.padding_bytes);
}

std::string first_frame_document(const probe_frame& what, const request& of,
                                 const probe_host& host) {
  json document = base_of(what);
  document["sluice"] = SLUICE_VERSION;
  document["base_path"] = host.base_path;
  document["heartbeat_ms"] = milliseconds(host.heartbeat);
  document["arrived"] = arrived_of(of);
  document["protocol"] = shown(of.variable("SERVER_PROTOCOL"));
  const auto https = of.variable("HTTPS").value_or("");
  document["https"] = !https.empty() && https != "off";
  document["remote_address"] = shown(of.remote_address());
  document["server"] = shown(of.variable("SERVER_SOFTWARE"));
  return write(std::move(document), what.padding_bytes);
}

std::string ending_document(const std::optional<probe_entry>& of, const probe_host& host) {
  json document = {{"sluice", SLUICE_VERSION},
                   {"base_path", host.base_path},
                   {"heartbeat_ms", milliseconds(host.heartbeat)}};
  if (!of) {
    document["state"] = "unknown";
    return document.dump();
  }
  const bool is_running = of->now == probe_entry::state::running;
  document["state"] = name_of(of->now);
  document["ms"] = fine_milliseconds((is_running ? clock::now() : of->ended) - of->begun);
  document["writes"] = of->writes;
  return document.dump();
}

}  // namespace sluice::daemon
