#include "mercure/gap_event.hpp"

#include <string>

#include <nlohmann/json.hpp>

namespace sluice::mercure {
namespace {

const char* name(gap_reason reason) {
  switch (reason) {
    case gap_reason::unknown:
      return "unknown";
    case gap_reason::evicted:
      return "evicted";
    case gap_reason::lost:
      return "lost";
  }
  return "unknown";
}

const char* name(gap_follows follows) {
  return follows == gap_follows::oldest ? "oldest" : "live";
}

}  // namespace

event gap_event(std::string_view asked, gap_reason reason, gap_follows follows) {
  nlohmann::ordered_json data;
  data["asked"] = asked;
  data["reason"] = name(reason);
  data["follows"] = name(follows);
  using json = nlohmann::ordered_json;
  return event(data.dump(-1, ' ', false, json::error_handler_t::replace))
      .type(std::string(gap_event_type));
}

}  // namespace sluice::mercure
