// Streams as a test says they came.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "doctor/stream_record.hpp"

namespace sluice::test {

/// Of five frames that left 200 ms apart, beginning at once, and the end 200 ms behind the last.
/// `came` says when each was here; the way there and back takes 2 ms.
inline doctor::stream_record stream_that_came(std::vector<std::chrono::milliseconds> came,
                                              std::size_t frame_bytes = 40) {
  using namespace std::chrono_literals;
  doctor::stream_record made;
  made.frames_asked_for = 5;
  made.round_trip = 2ms;
  for (std::size_t i = 0; i < came.size(); ++i) {
    made.frames.push_back({200ms * static_cast<int>(i), came[i], frame_bytes * (i + 1)});
  }
  made.ended = 1s;
  made.is_complete = true;
  return made;
}

}  // namespace sluice::test
