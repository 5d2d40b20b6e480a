#include "sluice/event.hpp"

#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace sluice {
namespace {

void require_utf8(std::string_view field, std::string_view text) {
  if (is_utf8(text)) return;
  throw invalid_event("the event's " + std::string(field) + " is not UTF-8");
}

// A line break in an id or a type would start a field of its own at every client; an id with NUL is
// ignored by them (WHATWG HTML, 9.2.6).
void require_one_line(std::string_view field, std::string_view text) {
  require_utf8(field, text);
  constexpr std::string_view refused("\r\n\0", 3);
  if (text.find_first_of(refused) == std::string_view::npos) return;
  throw invalid_event("the event's " + std::string(field) +
                      " holds a line break or NUL, which would break the event stream");
}

}  // namespace

event::event(std::string text) {
  data(std::move(text));
}

event& event::data(std::string text) & {
  require_utf8("data", text);
  data_ = std::move(text);
  return *this;
}

event& event::id(std::string text) & {
  require_one_line("id", text);
  id_ = std::move(text);
  return *this;
}

event& event::type(std::string text) & {
  require_one_line("type", text);
  type_ = std::move(text);
  return *this;
}

event& event::retry(std::chrono::milliseconds wait) & {
  if (wait < std::chrono::milliseconds::zero()) {
    throw invalid_event("the event's retry time is negative");
  }
  retry_ = wait;
  return *this;
}

}  // namespace sluice
