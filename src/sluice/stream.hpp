#pragma once

#include <chrono>
#include <exception>
#include <string>

#include "sluice/awaitable.hpp"
#include "sluice/event.hpp"

namespace sluice {

/// Thrown out of `send` and `sleep` when the stream is over (the browser left, the worker stops,
/// the stream's time is up): Python's GeneratorExit. Let it pass; locals unwind.
class stream_closed final : public std::exception {
 public:
  const char* what() const noexcept override { return "the event stream is closed"; }
};

/// The open response a handler writes its events to. Used by its handler only, on the handler's
/// thread; one awaitable of it at a time. Implemented by session/.
class stream {
 public:
  virtual ~stream() = default;

  /// Sends one event, flushed at once; the first call sends the head too. Completes when the bytes
  /// are with the kernel, so a slow browser slows only its own handler. Throws `stream_closed`.
  virtual awaitable<> send(event what) = 0;

  /// Waits, with the head sent. Throws `stream_closed` as soon as the stream is over, not at the
  /// end of the wait.
  virtual awaitable<> sleep(std::chrono::nanoseconds duration) = 0;

  /// Completes when the stream is over. Sends the head; does not throw.
  virtual awaitable<> closed() = 0;

  virtual bool is_open() const = 0;

  /// Answers `status` with `text` instead of a stream, and closes. Only before the first
  /// `send`, `sleep` or `closed`, later it throws std::logic_error. EventSource gives up for good
  /// on any status but 200.
  virtual void reject(int status, std::string text) = 0;

  /// Ends the stream so that the browser stops: its next try is answered 204 (WHATWG HTML, 9.2.3).
  /// Before the head is sent, this answer is the 204 itself. The stream is closed afterwards.
  virtual void finish() = 0;
};

}  // namespace sluice
