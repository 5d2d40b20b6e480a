// A request of the probe route. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "client/hub_url.hpp"

namespace sluice::doctor {

/// As daemon/probe_order.hpp has it. A value.
struct probe_request {
  std::string id;
  std::size_t frames = 5;
  std::chrono::milliseconds interval{200};
  std::size_t padding_bytes = 0;
  std::chrono::milliseconds idle{};

  /// The URL of the stream.
  client::hub_url at(const client::hub_url& route) const;
  /// How long the worker needs for it at least.
  std::chrono::milliseconds duration() const;
};

/// The URL of the answer how a probe ended.
client::hub_url ending_url(const client::hub_url& route, const std::string& id);

/// A new id of a probe, which nobody can guess.
std::string make_probe_id();

}  // namespace sluice::doctor
