// When the worker learns that a browser left. Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "doctor/finding.hpp"
#include "doctor/web_server.hpp"
#include "doctor/worker_answer.hpp"

namespace sluice::doctor {

/// A stream that was left behind frame `frames_seen`, while the worker sent on, one frame each
/// second. A value.
struct departed_stream {
  std::size_t frames_seen = 0;
  std::size_t frames_in_all = 0;
  /// The last that the worker said of it.
  std::optional<probe_ending> ending;
};

/// How many frames the worker wrote for nobody before it knew.
std::size_t writes_behind_departure(const departed_stream& what);
/// Whom to judge by: `inner` speaks with the worker, `outer` with browsers. An nginx that has
/// another server before it knows of a departure when that one does.
web_server server_of_departures(web_server outer, web_server inner);
/// nginx tells the worker at once, the others when they cannot write: that is as it must be.
finding judge_departure(const departed_stream& what, web_server server);

}  // namespace sluice::doctor
