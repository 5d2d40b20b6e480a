#pragma once

#include <functional>

#include "base/result.hpp"
#include "history/entry.hpp"
#include "history/limits.hpp"

namespace sluice::history {

/// Learns whether an update is durable. Called exactly once, on any thread, possibly before
/// `append` returns: it posts elsewhere what takes time or a mutex, and does not throw.
using completion = std::function<void(result<>)>;

/// Takes one update that a log has held, and when it was published.
using replay_sink = std::function<void(update, wall_time)>;

/// Where updates outlive the process. The window serves all reading; a log is read once, at start.
class log {
 public:
  virtual ~log() = default;

  /// Gives `sink` what is held within the limits at `now`, oldest first, and keeps to these limits
  /// from then on. Once, before the first `append`; blocks. After a failure, what `sink` got is
  /// only the beginning.
  virtual result<> load(const limits& bounds, wall_time now, const replay_sink& sink) = 0;

  /// Completes when the update would survive what the log protects from. Completions come in the
  /// order of the calls. After a failure the update may or may not be held, as with any write whose
  /// answer is lost; the next `append` is tried anew. Any thread.
  virtual void append(update what, wall_time published, completion on_done) = 0;

  /// Blocks until every `append` has completed. Those that follow fail with history_unavailable.
  virtual void close() = 0;
};

}  // namespace sluice::history
