#include "mercure/subscription_reply.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "mercure/discovery.hpp"
#include "mercure/name.hpp"
#include "mercure/percent.hpp"
#include "mercure/subscription_document.hpp"

namespace sluice::mercure {
namespace {

std::string_view cursor_text(std::string_view last_event_id) {
  return last_event_id.empty() ? earliest_id : last_event_id;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

reply with_version(reply answer, std::string_view hub_url, std::string_view last_event_id) {
  answer.header("ETag", entity_tag(last_event_id));
  answer.header("Cache-Control", "private, no-cache");
  answer.header("Link", hub_link(hub_url, std::string(cursor_text(last_event_id))));
  return answer;
}

}  // namespace

// Encoded, so that no character of an id ends the tag or the list it stands in.
std::string entity_tag(std::string_view last_event_id) {
  return '"' + expand_simple(cursor_text(last_event_id)) + '"';
}

bool has_version(const request& what, std::string_view tag) {
  std::string_view rest = what.header("If-None-Match").value_or("");
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    std::string_view each = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (each.starts_with("W/")) each.remove_prefix(2);
    if (each == "*" || each == tag) return true;
  }
  return false;
}

reply document_reply(std::string document, std::string_view hub_url,
                     std::string_view last_event_id) {
  return with_version(reply(200, std::string(subscription_content_type), std::move(document)),
                      hub_url, last_event_id);
}

reply not_modified(std::string_view hub_url, std::string_view last_event_id) {
  return with_version(reply(304), hub_url, last_event_id);
}

}  // namespace sluice::mercure
