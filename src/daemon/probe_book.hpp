#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace sluice::daemon {

/// What is known of one probe. A value.
struct probe_entry {
  enum class state { running, complete, client_gone, ended_by_worker };

  std::string id;
  state now = state::running;
  time_point begun;
  /// Of the end, once it has ended.
  time_point ended = {};
  std::size_t writes = 0;
};

/// The probes of a worker: how many run, and how the last ones ended, for whoever asked for them
/// under an id. Bounded. Any thread.
class probe_book final {
 public:
  // Of a doctor ten run at a time, so that one finds room while another works; and whoever opens
  // probes to do harm holds sixteen streams.
  static constexpr std::size_t most_running = 16;
  // A doctor asks within seconds.
  static constexpr std::size_t most_remembered = 64;

  probe_book() = default;
  probe_book(const probe_book&) = delete;
  probe_book& operator=(const probe_book&) = delete;

  /// False when as many run as may. `id` may be empty; then it is counted and not remembered. An id
  /// that is used again stands for its last probe.
  bool try_begin(const std::string& id, time_point now);
  void count_write(const std::string& id);
  void end(const std::string& id, probe_entry::state how, time_point now);

  std::optional<probe_entry> find(std::string_view id) const;

 private:
  probe_entry* find_locked(std::string_view id);

  mutable std::mutex mutex_;
  std::size_t running_ = 0;
  std::deque<probe_entry> entries_;  // the oldest first
};

}  // namespace sluice::daemon
