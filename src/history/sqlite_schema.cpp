#include "history/sqlite_schema.hpp"

#include <cstdint>
#include <string>

namespace sluice::history {
namespace {

// "SLUI": tells sluice's files from others (SQLite, "PRAGMA application_id").
constexpr std::int64_t application_id = 0x534c5549;
// Counts up with every change that an earlier sluice cannot read.
constexpr std::int64_t schema_version = 1;

// `data` is last, so that what trims reads no page that only data is on. Nothing but `position`
// is searched for, so there is no other index.
constexpr const char* create_tables = R"sql(
  CREATE TABLE updates (
    position INTEGER PRIMARY KEY,
    published INTEGER NOT NULL,  -- nanoseconds since 1970
    cost INTEGER NOT NULL,       -- bytes
    retry INTEGER,               -- milliseconds
    granted INTEGER NOT NULL,    -- 1: private
    id BLOB NOT NULL,
    type BLOB NOT NULL,
    topics BLOB NOT NULL,        -- a netstring each
    data BLOB NOT NULL
  );
  PRAGMA application_id = 0x534c5549;
  PRAGMA user_version = 1;
)sql";

// What a log file is cut back to at a checkpoint, after one large transaction made it grow.
constexpr const char* set_log_size = "PRAGMA journal_size_limit = 16777216";

enum class content { nothing, history };

result<content> try_recognize(sqlite_database& in) {
  const auto owner = in.try_number("PRAGMA application_id");
  if (!owner) return owner.error();
  const auto version = in.try_number("PRAGMA user_version");
  if (!version) return version.error();
  const auto objects = in.try_number("SELECT count(*) FROM sqlite_master");
  if (!objects) return objects.error();
  if (*owner == 0 && *version == 0 && *objects == 0) return content::nothing;
  if (*owner != application_id) {
    return failure{errc::history_corrupt, in.path() + ": it is the file of another program"};
  }
  if (*version != schema_version) {
    return failure{errc::history_corrupt, in.path() + ": its schema is version " +
                                              std::to_string(*version) + "; this sluice knows " +
                                              std::to_string(schema_version)};
  }
  return content::history;
}

// Reads every page once: about 0.1 s for the default limit of 64 MiB, at start only. Damage found
// here is told before the first publisher has been given an answer.
result<> try_check(sqlite_database& in) {
  const auto finding = in.try_text("PRAGMA quick_check(1)");
  if (!finding) return finding.error();
  if (*finding == "ok") return {};
  return failure{errc::history_corrupt, in.path() + ": " + *finding};
}

// In exclusive mode the first transaction locks the file until it is closed, and the kernel unlocks
// it when the process ends in whatever way. It also spares the shared-memory file.
result<content> try_take(sqlite_database& in) {
  if (auto done = in.try_text("PRAGMA locking_mode = EXCLUSIVE"); !done) return done.error();
  sqlite_transaction first(in);
  if (auto done = first.try_begin(); !done) return done.error();
  const auto found = try_recognize(in);
  if (!found) return found.error();
  if (*found == content::history) {
    if (auto done = try_check(in); !done) return done.error();
  }
  if (auto done = first.try_commit(); !done) return done.error();
  return *found;
}

// Only after the file has been recognized: this writes to it.
result<> try_choose_journal(sqlite_database& in, durability survives) {
  const auto mode = in.try_text("PRAGMA journal_mode = WAL");
  if (!mode) return mode.error();
  if (*mode != "wal") {
    return failure{errc::history_unavailable, in.path() + ": it cannot have a write-ahead log"};
  }
  if (auto done = in.try_number(set_log_size); !done) return done.error();
  return in.try_execute(survives == durability::power_loss ? "PRAGMA synchronous = FULL"
                                                           : "PRAGMA synchronous = NORMAL");
}

}  // namespace

result<> try_set_up(sqlite_database& in, durability survives) {
  const auto found = try_take(in);
  if (!found) return found.error();
  if (auto done = try_choose_journal(in, survives); !done) return done.error();
  if (*found == content::history) return {};
  sqlite_transaction making(in);
  if (auto done = making.try_begin(); !done) return done.error();
  if (auto done = in.try_execute(create_tables); !done) return done.error();
  return making.try_commit();
}

}  // namespace sluice::history
