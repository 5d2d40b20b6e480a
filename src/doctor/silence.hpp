// What becomes of a stream on which nothing is sent. Pure.
#pragma once

#include <optional>

#include "base/clock.hpp"
#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/stream_record.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// A stream of two frames with `silence` between them and no heartbeat. A value.
struct silent_stream {
  clock::duration silence{};
  client::timed_answer answer;
  stream_record record;
  /// How the worker saw it end.
  std::optional<probe_ending> ending;
};

/// The stream was cut and the worker that answers knows nothing of it: it may have been restarted
/// meanwhile, or be another one. A second look tells.
bool is_unexplained(const silent_stream& what);

/// A stream that is cut is a fault unless the worker's heartbeat comes twice before that.
finding judge_silence(const silent_stream& what, web_server server);

}  // namespace sluice::doctor
