#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "history/limits.hpp"
#include "history/log.hpp"
#include "history/sqlite_database.hpp"
#include "history/sqlite_schema.hpp"
#include "history/sqlite_statement.hpp"

namespace sluice::history {

/// An update on its way to a log. A value.
struct record {
  update what;
  wall_time published;
};

/// The updates in a SQLite file: writes groups, trims, replays. One thread at a time; every call
/// blocks for the disk.
class sqlite_store final {
 public:
  /// As `try_set_up`. Transactions that change the file are counted in `commits`, which outlives
  /// the store.
  static result<std::unique_ptr<sqlite_store>> try_open(const std::string& path,
                                                        durability survives,
                                                        std::atomic<std::size_t>& commits);
  sqlite_store(const sqlite_store&) = delete;
  sqlite_store& operator=(const sqlite_store&) = delete;

  void set_limits(const limits& bounds) { limits_ = bounds; }

  /// Appends all of `group`, at least one, and lets go of what is then over the limits, in one
  /// transaction: all of it is in the file afterwards, or after a failure nothing.
  result<> try_write(const std::vector<record>& group);

  /// Lets go of what is over the limits at `now`.
  result<> try_trim(wall_time now);

  /// Everything held, oldest first.
  result<> try_replay(const replay_sink& sink);

 private:
  explicit sqlite_store(std::unique_ptr<sqlite_database> file);

  result<> try_prepare();
  result<> try_count();
  result<> try_insert(const record& one);
  result<> try_delete_surplus(holding& held, wall_time now);
  result<record> try_read(const sqlite_statement& row) const;

  limits limits_;
  holding held_;
  std::unique_ptr<sqlite_database> file_;
  sqlite_statement insert_;
  sqlite_statement oldest_;
  sqlite_statement delete_;
};

}  // namespace sluice::history
