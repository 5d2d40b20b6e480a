#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "base/result.hpp"

struct sqlite3;

namespace sluice::history {

/// An open SQLite file: a connection and what its failures are called here. One thread at a time.
class sqlite_database final {
 public:
  /// Opens `path` for reading and writing. A missing file is made, for this user alone, as private
  /// updates will be in it. Nothing in the file is looked at yet.
  static result<std::unique_ptr<sqlite_database>> try_open(const std::string& path);
  ~sqlite_database();
  sqlite_database(const sqlite_database&) = delete;
  sqlite_database& operator=(const sqlite_database&) = delete;

  /// Runs statements that give no rows.
  result<> try_execute(const char* statements);
  /// The first column of the first row.
  result<std::int64_t> try_number(const char* statement);
  result<std::string> try_text(const char* statement);

  /// Counts the transactions that change something, from now on, in `where`, which stays valid.
  void count_commits(std::atomic<std::size_t>& where);

  /// Undoes an open transaction; SQLite has already ended some that failed.
  void roll_back();

  /// What SQLite's `code` means here, with the file and the words of SQLite and the system.
  failure failure_of(int code) const;

  const std::string& path() const { return path_; }
  sqlite3* handle() { return handle_; }

 private:
  sqlite_database(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}

  std::string path_;
  sqlite3* handle_;
};

/// A transaction that is undone at the end of its scope unless it was committed.
class sqlite_transaction final {
 public:
  explicit sqlite_transaction(sqlite_database& in) : in_(in) {}
  ~sqlite_transaction() { in_.roll_back(); }
  sqlite_transaction(const sqlite_transaction&) = delete;
  sqlite_transaction& operator=(const sqlite_transaction&) = delete;

  result<> try_begin() { return in_.try_execute("BEGIN EXCLUSIVE"); }
  result<> try_commit() { return in_.try_execute("COMMIT"); }

 private:
  sqlite_database& in_;
};

}  // namespace sluice::history
