#include "cli/event_text.hpp"

#include <nlohmann/json.hpp>

namespace sluice::cli {

std::string event_text(const sse::message& what, const std::string& last_event_id,
                       event_format as) {
  if (as == event_format::plain) return what.data + '\n';
  nlohmann::ordered_json line;
  line["id"] = last_event_id;
  line["type"] = what.type;
  line["data"] = what.data;
  // The id may be one that was given as an argument.
  return line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace sluice::cli
