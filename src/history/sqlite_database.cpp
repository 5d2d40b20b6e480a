#include "history/sqlite_database.hpp"

#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include "history/sqlite_statement.hpp"

namespace sluice::history {
namespace {

// Made here and not by SQLite, which would let everybody read it. An existing file is never opened
// and closed: closing drops the locks that this process has on it (fcntl(2)).
result<> try_make_file(const std::string& path) {
  const int made = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made >= 0) {
    ::close(made);
    return {};
  }
  if (errno == EEXIST) return {};
  const auto why = std::error_code(errno, std::generic_category()).message();
  return failure{errc::history_unavailable, path + ": " + why};
}

// SQLite calls only ENOSPC "full"; a quota or a file size limit are an I/O error to it.
bool says_full(int system_error) {
  return system_error == ENOSPC || system_error == EDQUOT || system_error == EFBIG;
}

errc errc_of(int code, int system_error) {
  switch (code & 0xff) {  // the primary code of an extended one
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return errc::history_in_use;
    case SQLITE_FULL:
      return errc::history_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return errc::history_corrupt;
    case SQLITE_IOERR:
      return says_full(system_error) ? errc::history_full : errc::history_unavailable;
    default:
      return errc::history_unavailable;
  }
}

int last_error_of(sqlite3_file* file) {
  int error = 0;
  if (file == nullptr || file->pMethods == nullptr) return 0;
  file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &error);
  return error;
}

// sqlite3_system_errno is the thread's errno once SQLite has tidied up, so the files are asked:
// first the write-ahead log, where commits go. 0 when neither knows.
int system_error_of(sqlite3* handle) {
  for (const int which : {SQLITE_FCNTL_JOURNAL_POINTER, SQLITE_FCNTL_FILE_POINTER}) {
    sqlite3_file* file = nullptr;
    if (sqlite3_file_control(handle, "main", which, &file) != SQLITE_OK) continue;
    if (const int error = last_error_of(file); error != 0) return error;
  }
  return 0;
}

// What to add to SQLite's words, which leave open what the system said or what is to be done.
std::string hint_for(int code, int system_error) {
  switch (code & 0xff) {
    case SQLITE_READONLY:
      return " (this user must be able to write the file and its folder)";
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      if (system_error == 0) return "";
      return " (" + std::error_code(system_error, std::generic_category()).message() + ")";
    default:
      return "";
  }
}

int add_to_count(void* count) {
  static_cast<std::atomic<std::size_t>*>(count)->fetch_add(1);
  return 0;  // let it be committed
}

}  // namespace

result<std::unique_ptr<sqlite_database>> sqlite_database::try_open(const std::string& path) {
  if (path.empty()) return failure{errc::history_unavailable, "its path is empty"};
  // Absolute, so that no path has a meaning of its own to SQLite, as ":memory:" has.
  std::error_code ignored;
  const std::string file = std::filesystem::absolute(path, ignored).string();
  if (auto made = try_make_file(file); !made) return made.error();
  sqlite3* handle = nullptr;
  // One thread at a time uses it, so SQLite needs no mutex of its own.
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  const int code = sqlite3_open_v2(file.c_str(), &handle, flags, nullptr);
  if (handle == nullptr) return failure{errc::history_unavailable, path + ": out of memory"};
  std::unique_ptr<sqlite_database> opened(new sqlite_database(path, handle));
  sqlite3_extended_result_codes(handle, 1);
  if (code != SQLITE_OK) return opened->failure_of(code);
  // SQLite opens for reading what it cannot open for writing.
  if (sqlite3_db_readonly(handle, "main") == 1) {
    const std::string why = path + ": it can only be read" + hint_for(SQLITE_READONLY, 0);
    return failure{errc::history_unavailable, why};
  }
  return opened;
}

sqlite_database::~sqlite_database() {
  sqlite3_close_v2(handle_);
}

result<> sqlite_database::try_execute(const char* statements) {
  const int code = sqlite3_exec(handle_, statements, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return failure_of(code);
  return {};
}

result<std::int64_t> sqlite_database::try_number(const char* statement) {
  sqlite_statement asked(*this);
  if (auto prepared = asked.try_prepare(statement); !prepared) return prepared.error();
  if (auto row = asked.try_step(); !row) return row.error();
  return asked.number(0);
}

result<std::string> sqlite_database::try_text(const char* statement) {
  sqlite_statement asked(*this);
  if (auto prepared = asked.try_prepare(statement); !prepared) return prepared.error();
  if (auto row = asked.try_step(); !row) return row.error();
  return std::string(asked.bytes(0));
}

void sqlite_database::count_commits(std::atomic<std::size_t>& where) {
  sqlite3_commit_hook(handle_, add_to_count, &where);
}

void sqlite_database::roll_back() {
  if (sqlite3_get_autocommit(handle_) == 0) {
    sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

failure sqlite_database::failure_of(int code) const {
  const int system_error = system_error_of(handle_);
  std::string detail = path_ + ": " + sqlite3_errmsg(handle_) + hint_for(code, system_error);
  return failure{errc_of(code, system_error), std::move(detail)};
}

}  // namespace sluice::history
