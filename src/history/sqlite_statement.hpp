#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "history/sqlite_database.hpp"

struct sqlite3_stmt;

namespace sluice::history {

/// A prepared statement of one database, which outlives it. Parameters count from 1 and columns
/// from 0, as SQLite's do. Texts are blobs: NUL bytes pass unharmed.
class sqlite_statement final {
 public:
  explicit sqlite_statement(sqlite_database& in) : in_(in) {}
  ~sqlite_statement();
  sqlite_statement(const sqlite_statement&) = delete;
  sqlite_statement& operator=(const sqlite_statement&) = delete;

  /// Once, before all else.
  result<> try_prepare(std::string_view statement);

  /// What is bound stays valid until `reset`. A parameter that cannot be bound fails the next step.
  void bind(int parameter, std::int64_t number);
  void bind(int parameter, std::string_view bytes);
  void bind_nothing(int parameter);

  /// True when there is a row.
  result<bool> try_step();
  /// One step of a statement without rows, and `reset`.
  result<> try_run();
  /// Ready for the next use, with nothing bound.
  void reset();

  /// Of the row that the last step found. Bytes are valid until the next step or `reset`.
  std::int64_t number(int column) const;
  std::string_view bytes(int column) const;
  bool is_nothing(int column) const;

 private:
  void note(int code);

  sqlite_database& in_;
  sqlite3_stmt* handle_ = nullptr;
  int bound_ = 0;  // SQLITE_OK, or the first failure to bind
};

}  // namespace sluice::history
