#include "mercure/subscription_reply.hpp"

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

reply document_reply(std::string document, std::string_view hub_url,
                     std::string_view last_event_id) {
  return with_version(reply(200, std::string(subscription_content_type), std::move(document)),
                      hub_url, last_event_id);
}

reply not_modified(std::string_view hub_url, std::string_view last_event_id) {
  return with_version(reply(304), hub_url, last_event_id);
}

}  // namespace sluice::mercure
