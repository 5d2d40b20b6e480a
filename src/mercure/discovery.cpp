#include "mercure/discovery.hpp"

#include <stdexcept>

#include "mercure/name.hpp"
#include "mercure/percent.hpp"

namespace sluice::mercure {
namespace {

// RFC 9110, section 5.6.4.
std::string quoted_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

}  // namespace

std::string hub_link(std::string_view hub_url, const std::optional<std::string>& last_event_id) {
  std::string link = '<' + escape_url(hub_url) + ">; rel=\"mercure\"";
  if (!last_event_id) return link;
  if (has_control_character(*last_event_id)) {
    throw std::invalid_argument("the id " + quoted(*last_event_id) + " holds a control character");
  }
  return link + "; last-event-id=" + quoted_string(*last_event_id);
}

}  // namespace sluice::mercure
