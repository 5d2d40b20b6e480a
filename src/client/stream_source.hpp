// Where `tail` gets a stream from.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::client {

/// The head of an answer. A value.
struct stream_head {
  int status = 0;
  std::string content_type;
  std::optional<std::chrono::seconds> retry_after;
  /// Where a redirect leads to, without tokens; empty for none.
  std::string location;
};

/// Whether to read on.
enum class after_bytes { read_on, leave };

/// Hears an answer as it comes: its head once, then its body in pieces.
class stream_listener {
 public:
  virtual ~stream_listener() = default;
  virtual void on_head(const stream_head& head) = 0;
  virtual after_bytes on_body(std::string_view bytes) = 0;
};

/// How an answer ended.
struct stream_ending {
  enum class kind { ended, left, interrupted };

  kind what = kind::ended;
  /// Of `ended`: one sentence without a full stop.
  std::string why = {};
};

/// One way to a hub.
class stream_source {
 public:
  virtual ~stream_source() = default;
  /// Asks for the stream once, and reads until it ends, the listener leaves, or a signal comes.
  /// `last_event_id` and `token` may be empty.
  virtual stream_ending follow(const std::string& last_event_id, const std::string& token,
                               stream_listener& listener) = 0;
};

}  // namespace sluice::client
