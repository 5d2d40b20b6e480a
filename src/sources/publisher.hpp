#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "sluice/update.hpp"

namespace sluice::sources {

/// The update is held, under this id.
struct published {
  std::string id;

  friend bool operator==(const published&, const published&) = default;
};

/// The topic has ended.
struct ended {
  std::string topic;

  friend bool operator==(const ended&, const ended&) = default;
};

/// What was asked for is not done. Statuses are HTTP's, so that whoever publishes knows them: 400
/// for what can never be done, 413 for what is over a limit, 503 for what may be tried again.
struct rejection {
  int status;
  /// Printable ASCII without a full stop.
  std::string error;
  std::optional<std::chrono::seconds> retry_after = {};

  friend bool operator==(const rejection&, const rejection&) = default;
};

using outcome = std::variant<published, ended, rejection>;

/// Where a source's updates go. It judges them: a source checks only that texts are UTF-8.
class publisher {
 public:
  /// Called once. Any thread, possibly before the call that it was given to returns.
  using completion = std::function<void(outcome)>;

  virtual ~publisher() = default;

  /// Completes with `published` when history holds the update. Updates that one thread publishes
  /// one after the other keep that order.
  virtual void publish(update what, completion done) = 0;

  /// Completes with `ended` when whoever waits for updates of `topic` alone has been let go.
  virtual void end(std::string topic, completion done) = 0;
};

}  // namespace sluice::sources
