// What operators see, as JSON. Pure.
#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/access.hpp"
#include "daemon/overview.hpp"
#include "hub/hub.hpp"
#include "metrics/exposition.hpp"

namespace sluice::daemon {

/// What is not in an overview. A value.
struct surroundings {
  std::chrono::seconds uptime{};
  /// The web server that asks, as it names itself.
  std::string proxy;
};

/// One line of JSON, members in a fixed order. Counts are totals since the start: whoever shows
/// rates takes the difference of two. Topics and addresses only for `administrator_by::token`.
std::string status_document(const overview& found, const hub::hub& of, const surroundings& around,
                            access::administrator_by to);

/// What is so at this moment, for metrics. `begun` is when the process began.
std::vector<metrics::gauge> gauges(const overview& found, const hub::hub& of,
                                   std::chrono::system_clock::time_point begun);

/// Why the worker should get no new streams, a sentence each; empty when it is ready.
std::vector<std::string> reasons_not_ready(const hub::hub& of);

/// {"live":true,"ready":false,"reasons":[…]}
std::string health_document(const std::vector<std::string>& reasons);

}  // namespace sluice::daemon
