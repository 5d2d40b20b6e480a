// Whether a server on the way stores a stream that its reader does not read. Pure.
#pragma once

#include <cstddef>
#include <optional>

#include "base/clock.hpp"
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

/// Tells when no more is to be seen of an unread stream: it is over, more was taken than kernels
/// hold, or nothing has been for a while, and so the worker has to wait.
class unread_watch final {
 public:
  explicit unread_watch(std::size_t frame_bytes) : frame_bytes_(frame_bytes) {}

  /// `told` is what the worker says at `now`.
  bool is_settled(const std::optional<probe_ending>& told, time_point now);

 private:
  const std::size_t frame_bytes_;
  std::size_t writes_ = 0;
  std::optional<time_point> changed_;
};

finding judge_unread(const unread_stream& what, web_server server);

}  // namespace sluice::doctor
