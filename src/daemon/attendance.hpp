#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hub/hub.hpp"
#include "hub/presence.hpp"
#include "mercure/subscription_document.hpp"

namespace sluice::daemon {

/// A subscriber is told to be there while this exists: it is listed, and its coming and going are
/// published, a private update for each of its selectors (Mercure draft 07, "Active
/// Subscriptions"). Loop's thread.
class attendance final {
 public:
  /// `payload` is JSON text of the subscriber's token.
  attendance(hub::hub& hub, hub::presence& present, std::vector<std::string> selectors,
             const std::optional<std::string>& payload);
  ~attendance();
  attendance(const attendance&) = delete;
  attendance& operator=(const attendance&) = delete;

 private:
  void announce(mercure::subscription_state state) const;

  hub::hub& hub_;
  hub::presence& present_;
  const std::vector<std::string> selectors_;
  const hub::shared_payload payload_;
  const std::string subscriber_;
};

}  // namespace sluice::daemon
