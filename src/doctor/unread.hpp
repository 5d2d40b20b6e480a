// Whether a server on the way stores a stream that its reader does not read. Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "client/timed_answer.hpp"
#include "doctor/finding.hpp"
#include "doctor/web_server.hpp"
#include "doctor/worker_answer.hpp"

namespace sluice::doctor {

/// A value.
struct unread_stream {
  std::size_t frames_asked_for = 0;
  std::size_t frame_bytes = 0;
  client::timed_answer answer;
  /// What the worker says of it afterwards; nothing when no answer came.
  std::optional<probe_ending> ending;
};

finding judge_unread(const unread_stream& what, web_server server);

}  // namespace sluice::doctor
