#include "doctor/worker_answer.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace sluice::doctor {
namespace {

using json = nlohmann::json;

// Beyond anything that a probe has (64 frames, 11 minutes), so that products of both still are
// durations.
constexpr double largest_count = 1e3;
constexpr double largest_milliseconds = 1e9;

clock::duration milliseconds_of(double number) {
  return std::chrono::duration_cast<clock::duration>(
      std::chrono::duration<double, std::milli>(std::clamp(number, 0.0, largest_milliseconds)));
}

std::size_t count_of(double number) {
  return static_cast<std::size_t>(std::clamp(number, 0.0, largest_count));
}

// An object, or nothing: it came from outside, and another program may stand there.
std::optional<json> try_parse(std::string_view document) {
  json parsed = json::parse(document, nullptr, false);
  if (!parsed.is_object()) return std::nullopt;
  return parsed;
}

std::string text_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

double number_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_number() ? found->get<double>() : 0;
}

bool flag_of(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_boolean() && found->get<bool>();
}

std::optional<worker_facts> facts_of(const json& object) {
  worker_facts facts{text_of(object, "sluice"), text_of(object, "base_path"),
                     milliseconds_of(number_of(object, "heartbeat_ms"))};
  if (facts.version.empty()) return std::nullopt;
  return facts;
}

std::optional<probe_ending::state> state_of(const std::string& name) {
  using enum probe_ending::state;
  if (name == "unknown") return unknown;
  if (name == "running") return running;
  if (name == "complete") return complete;
  if (name == "client-gone") return client_gone;
  if (name == "ended-by-worker") return ended_by_worker;
  return std::nullopt;
}

}  // namespace

std::optional<probe_ending> try_read_ending(std::string_view document) {
  const auto read = try_parse(document);
  if (!read) return std::nullopt;
  const auto worker = facts_of(*read);
  const auto state = state_of(text_of(*read, "state"));
  if (!worker || !state) return std::nullopt;
  return probe_ending{*state, milliseconds_of(number_of(*read, "ms")),
                      count_of(number_of(*read, "writes")), *worker};
}

std::optional<std::string> why_untold(const std::optional<probe_ending>& what) {
  if (!what || what->now == probe_ending::state::unknown) {
    return "another worker answers for this one: there are several behind this address";
  }
  if (what->now == probe_ending::state::ended_by_worker)
    return "the worker itself ended the stream";
  return std::nullopt;
}

std::optional<frame_document> try_read_frame(std::string_view document) {
  const auto read = try_parse(document);
  if (!read || !read->contains("frame") || !read->contains("ms")) return std::nullopt;
  return frame_document{count_of(number_of(*read, "frame")),
                        milliseconds_of(number_of(*read, "ms"))};
}

std::optional<arrival_document> try_read_arrival(std::string_view document) {
  const auto read = try_parse(document);
  if (!read) return std::nullopt;
  const auto worker = facts_of(*read);
  const auto arrived = read->find("arrived");
  if (!worker || arrived == read->end() || !arrived->is_object()) return std::nullopt;
  arrival_document made;
  made.worker = *worker;
  made.has_authorization = flag_of(*arrived, "authorization");
  made.has_cookie = flag_of(*arrived, "cookie");
  made.last_event_id = text_of(*arrived, "last_event_id");
  made.has_last_event_id = !made.last_event_id.empty() || flag_of(*arrived, "last_event_id");
  made.server = text_of(*read, "server");
  return made;
}

}  // namespace sluice::doctor
