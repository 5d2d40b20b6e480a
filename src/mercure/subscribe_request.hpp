// What a subscriber's GET says (Mercure draft 07, "Subscription"). Pure.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mercure/cursor.hpp"
#include "mercure/name.hpp"
#include "mercure/refusal.hpp"
#include "sluice/request.hpp"

namespace sluice::mercure {

/// What one stream may ask for. A value.
struct subscribe_limits {
  std::size_t topics = default_topics;
  // Of each selector.
  std::size_t name_bytes = default_name_bytes;
};

/// What a stream is to send. A value.
struct subscribe_request {
  /// The query's `topic` parameters in their order, each once; never none.
  std::vector<std::string> selectors;
  cursor from;

  friend bool operator==(const subscribe_request&, const subscribe_request&) = default;
};

/// Reads a stream's wishes, or says why there is none to open: 400, which an EventSource takes as
/// final. A parameter that comes twice counts twice against the limit. Whether the subscriber may
/// see anything is not asked here.
outcome<subscribe_request> try_read_subscription(const request& what,
                                                 const subscribe_limits& within);

}  // namespace sluice::mercure
