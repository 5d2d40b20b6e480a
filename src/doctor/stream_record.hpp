// What was seen of one probe's stream. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "client/timed_answer.hpp"
#include "doctor/worker_answer.hpp"

namespace sluice::doctor {

/// One frame on its way. A value.
struct frame_course {
  /// When it left, since the worker read the request.
  clock::duration left{};
  /// When it was here, since the request was sent.
  clock::duration came{};
  /// Of the body, with this frame's last.
  std::size_t bytes_till_here = 0;

  friend bool operator==(const frame_course&, const frame_course&) = default;
};

/// A value.
struct stream_record {
  std::size_t frames_asked_for = 0;
  std::vector<frame_course> frames;
  /// What a short answer took by the same way: there and back, with all that lies between. A frame
  /// that nothing holds back comes that much after it left.
  clock::duration round_trip{};
  /// When the answer ended, since the request was sent.
  clock::duration ended{};
  bool is_complete = false;
  /// What the first frame says.
  std::optional<arrival_document> arrival;

  /// How much later than it must a frame came; not below zero.
  clock::duration delay_of(const frame_course& frame) const;
};

/// Reads an answer of the probe route.
stream_record read_stream(const client::timed_answer& answer, std::size_t frames_asked_for,
                          clock::duration round_trip);

}  // namespace sluice::doctor
