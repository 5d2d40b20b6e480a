#pragma once

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "history/log.hpp"
#include "history/sqlite_schema.hpp"

namespace sluice::history {

class sqlite_store;
struct record;

/// A value.
struct sqlite_settings {
  std::string path;
  // What was answered 200 is never lost by us. A sync takes a disk's milliseconds, and all that
  // wait meanwhile share the next one.
  durability survives = durability::power_loss;
  // What may wait for the disk: as many as the history holds by default, since when more than that
  // waits, what is written would be trimmed at once.
  std::size_t max_waiting_updates = 10'000;
  std::size_t max_waiting_bytes = 64 * 1024 * 1024;
};

/// Opens the file and starts the thread. Fails as `try_set_up`, and with history_unavailable where
/// sluice was built without SQLite.
result<std::unique_ptr<log>> try_open_sqlite_log(const sqlite_settings& settings);

/// Updates in a SQLite file that this process has for itself. One thread of its own,
/// `sluice-sqlite`, writes: it takes all that waits, commits it as one transaction, completes all
/// of it on that thread, and takes what has come meanwhile. What finds the queue full fails at once
/// with history_unavailable. A failed transaction fails its whole group and is logged once; the
/// next group is tried anew, so a disk that has room again needs no restart.
class sqlite_log final : public log {
 public:
  static result<std::unique_ptr<sqlite_log>> try_open(const sqlite_settings& settings);
  ~sqlite_log() override;  // closes
  sqlite_log(const sqlite_log&) = delete;
  sqlite_log& operator=(const sqlite_log&) = delete;

  result<> load(const limits& bounds, wall_time now, const replay_sink& sink) override;
  void append(update what, wall_time published, completion on_done) override;
  void close() override;

  /// Transactions committed so far. Any thread.
  std::size_t commits() const { return commits_; }

 private:
  struct queue;

  explicit sqlite_log(const sqlite_settings& settings);

  result<> try_enqueue(record& one, completion& on_done);
  queue take_all();
  void run();
  result<> try_write(const std::vector<record>& group);
  result<> try_reopen();
  void report(const result<>& written);

  const sqlite_settings settings_;
  std::atomic<std::size_t> commits_ = 0;

  // The owner's until the first append, then the thread's. Empty after a failure of the file.
  std::unique_ptr<sqlite_store> store_;
  limits limits_;
  bool is_failing_ = false;

  std::mutex mutex_;  // guards the following
  std::condition_variable has_work_;
  std::unique_ptr<queue> waiting_;
  std::size_t unfinished_updates_ = 0;  // waiting or being written
  std::size_t unfinished_bytes_ = 0;
  bool is_closed_ = false;

  std::thread thread_;
};

}  // namespace sluice::history
