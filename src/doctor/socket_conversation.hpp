// A request to a worker over its own socket, and when the answer came.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/descriptor.hpp"

namespace sluice::doctor {

/// A value.
struct spoken_answer {
  enum class outcome {
    complete,
    /// Nothing, or not its end, within the time.
    silent,
    /// The connection ended before the answer.
    closed,
    /// What came is no FastCGI.
    foreign,
  };

  outcome how = outcome::silent;
  int status = 0;
  std::string content_type = {};
  std::string body = {};
  /// The body's pieces: how many bytes there were with each, and when, since the request.
  struct piece {
    clock::duration at;
    std::size_t bytes_so_far;
  };
  std::vector<piece> pieces = {};
  clock::duration took{};
  /// In words, where it is not complete.
  std::string trouble = {};
};

/// Sends GET `target` as a web server would, on a connected, non-blocking socket, and waits for the
/// end of the answer, at most `limit`.
spoken_answer ask_over(const descriptor& connected, const std::string& target,
                       std::chrono::milliseconds limit);

}  // namespace sluice::doctor
