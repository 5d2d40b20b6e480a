#include "mercure/subscription_document.hpp"

#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "mercure/name.hpp"
#include "mercure/subscription_path.hpp"

namespace sluice::mercure {
namespace {

using json = nlohmann::ordered_json;

constexpr std::string_view context = "https://mercure.rocks/";
constexpr int indentation = 2;

// A raw path may hold any byte, and an answer must not fail for it.
std::string write(const json& document) {
  return document.dump(indentation, ' ', false, json::error_handler_t::replace);
}

std::string path_of(std::string_view hub_path, const subscription& what) {
  return subscription_path(hub_path, {what.topic, what.subscriber});
}

std::string_view cursor_text(std::string_view last_event_id) {
  return last_event_id.empty() ? earliest_id : last_event_id;
}

json read_payload(const std::string& text) {
  json payload = json::parse(text, nullptr, false);
  if (payload.is_discarded()) {
    throw std::invalid_argument("a subscription's payload is not JSON");
  }
  return payload;
}

// Only the outermost object has a context; it holds for those within.
enum class place { outermost, within };

// In the order of the reference hub, for people who read or compare the text.
json to_json(std::string_view hub_path, const subscription& what, place where,
             const std::optional<std::string_view>& last_event_id) {
  json document = json::object();
  if (where == place::outermost) document["@context"] = context;
  document["id"] = path_of(hub_path, what);
  document["type"] = "Subscription";
  document["subscriber"] = what.subscriber;
  document["topic"] = what.topic;
  document["active"] = what.state == subscription_state::active;
  if (last_event_id) document["lastEventID"] = *last_event_id;
  if (what.payload) document["payload"] = read_payload(*what.payload);
  return document;
}

}  // namespace

std::string subscription_document(std::string_view hub_path, const subscription& what,
                                  std::string_view last_event_id) {
  return write(to_json(hub_path, what, place::outermost, cursor_text(last_event_id)));
}

std::string subscriptions_document(std::string_view path, std::string_view hub_path,
                                   const std::vector<subscription>& all,
                                   std::string_view last_event_id) {
  json document = json::object();
  document["@context"] = context;
  document["id"] = path;
  document["type"] = "Subscriptions";
  document["lastEventID"] = cursor_text(last_event_id);
  json& list = document["subscriptions"] = json::array();
  for (const subscription& each : all) {
    list.push_back(to_json(hub_path, each, place::within, std::nullopt));
  }
  return write(document);
}

update subscription_update(std::string_view hub_path, const subscription& what) {
  update made({path_of(hub_path, what)},
              write(to_json(hub_path, what, place::outermost, std::nullopt)));
  return std::move(made.to(audience::granted));
}

}  // namespace sluice::mercure
