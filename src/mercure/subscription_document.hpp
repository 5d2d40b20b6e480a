// Who is subscribed, as JSON-LD (Mercure draft 07, "Active Subscriptions"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sluice/update.hpp"

namespace sluice::mercure {

inline constexpr std::string_view subscription_content_type = "application/ld+json";

enum class subscription_state { active, ended };

/// One selector of one stream. A value; its texts are UTF-8.
struct subscription {
  /// The selector as the subscriber gave it.
  std::string topic;
  /// The same for all subscriptions of one stream.
  std::string subscriber;
  subscription_state state = subscription_state::active;
  /// JSON text: what the subscriber's token says about it.
  std::optional<std::string> payload = {};

  friend bool operator==(const subscription&, const subscription&) = default;
};

/// The document of one subscription, two blanks of indentation a level. `last_event_id` is that of
/// the newest update of the hub, empty when there is none yet: then `earliest` stands there.
/// Throws std::invalid_argument when the payload is not JSON.
std::string subscription_document(std::string_view hub_path, const subscription& what,
                                  std::string_view last_event_id);

/// The document of several; `path` is the one asked for.
std::string subscriptions_document(std::string_view path, std::string_view hub_path,
                                   const std::vector<subscription>& all,
                                   std::string_view last_event_id);

/// The private update that tells of a subscription that begins or ends. Its only topic is the
/// document's id.
update subscription_update(std::string_view hub_path, const subscription& what);

}  // namespace sluice::mercure
