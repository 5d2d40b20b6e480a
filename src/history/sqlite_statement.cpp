#include "history/sqlite_statement.hpp"

#include <cstddef>

#include <sqlite3.h>

namespace sluice::history {

sqlite_statement::~sqlite_statement() {
  sqlite3_finalize(handle_);
}

result<> sqlite_statement::try_prepare(std::string_view statement) {
  const int code = sqlite3_prepare_v2(in_.handle(), statement.data(),
                                      static_cast<int>(statement.size()), &handle_, nullptr);
  if (code != SQLITE_OK) return in_.failure_of(code);
  return {};
}

void sqlite_statement::bind(int parameter, std::int64_t number) {
  note(sqlite3_bind_int64(handle_, parameter, number));
}

void sqlite_statement::bind(int parameter, std::string_view bytes) {
  // A blob at a null address is NULL to SQLite, and an empty one may have any address.
  if (bytes.empty()) return note(sqlite3_bind_zeroblob(handle_, parameter, 0));
  note(sqlite3_bind_blob64(handle_, parameter, bytes.data(), bytes.size(), SQLITE_STATIC));
}

void sqlite_statement::bind_nothing(int parameter) {
  note(sqlite3_bind_null(handle_, parameter));
}

result<bool> sqlite_statement::try_step() {
  if (bound_ != SQLITE_OK) return in_.failure_of(bound_);
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return in_.failure_of(code);
}

result<> sqlite_statement::try_run() {
  auto stepped = try_step();
  reset();
  if (!stepped) return stepped.error();
  return {};
}

void sqlite_statement::reset() {
  // It repeats the failure of the last step, which has been told.
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  bound_ = SQLITE_OK;
}

std::int64_t sqlite_statement::number(int column) const {
  return sqlite3_column_int64(handle_, column);
}

std::string_view sqlite_statement::bytes(int column) const {
  const void* const at = sqlite3_column_blob(handle_, column);
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  return {static_cast<const char*>(at), size};
}

bool sqlite_statement::is_nothing(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

void sqlite_statement::note(int code) {
  if (bound_ == SQLITE_OK) bound_ = code;
}

}  // namespace sluice::history
