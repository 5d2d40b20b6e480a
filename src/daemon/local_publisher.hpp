#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "hub/hub.hpp"
#include "mercure/update_rules.hpp"
#include "sources/control_conversation.hpp"
#include "sources/publisher.hpp"

namespace sluice::daemon {

/// Publishes what the sources of this worker bring, by the rules that a form is judged by and
/// without a token. Any thread.
class local_publisher final : public sources::publisher {
 public:
  /// `retry_after` is what a source is told to wait when history cannot take its update.
  local_publisher(hub::hub& source, mercure::publish_limits limits,
                  std::chrono::seconds retry_after)
      : hub_(source), limits_(std::move(limits)), retry_after_(retry_after) {}
  void renew(std::chrono::seconds retry_after) { retry_after_ = retry_after; }

  void publish(update what, completion done) override;
  /// A topic is ended by its name: a pattern of names is refused.
  void end(std::string topic, completion done) override;

 private:
  hub::hub& hub_;
  const mercure::publish_limits limits_;
  std::atomic<std::chrono::seconds> retry_after_;
};

/// A line long enough for the longest update within `limits`, however its text is escaped.
sources::conversation_limits control_limits(const mercure::publish_limits& limits);

}  // namespace sluice::daemon
