#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sluice::hub {

/// What a subscriber's token says about it, as JSON text. Shared by all of its subscriptions and
/// whoever is just listing them; never changes.
using shared_payload = std::shared_ptr<const std::string>;

/// One selector of one subscriber that is there. A value.
struct attendance {
  std::string selector;
  std::string subscriber;
  shared_payload payload;
};

/// Who is subscribed to what at this moment. Any thread.
class presence final {
 public:
  presence() = default;
  presence(const presence&) = delete;
  presence& operator=(const presence&) = delete;

  /// `subscriber` is unique among those who are there; it ends with `leave`, which gets the same
  /// selectors.
  void enter(const std::string& subscriber, const std::vector<std::string>& selectors,
             const shared_payload& payload);
  void leave(const std::string& subscriber, const std::vector<std::string>& selectors);

  /// Those of one selector, or one subscriber's of it, or all, ordered by selector and subscriber.
  std::vector<attendance> list(const std::optional<std::string>& selector,
                               const std::optional<std::string>& subscriber) const;

 private:
  using subscribers = std::map<std::string, shared_payload>;

  mutable std::mutex mutex_;
  std::map<std::string, subscribers> by_selector_;
};

}  // namespace sluice::hub
