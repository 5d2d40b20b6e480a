#include "history/sqlite_store.hpp"

#include <chrono>
#include <utility>

#include "history/topic_list.hpp"

namespace sluice::history {
namespace {

std::int64_t to_nanoseconds(wall_time when) {
  return std::chrono::nanoseconds(when.time_since_epoch()).count();
}

wall_time from_nanoseconds(std::int64_t count) {
  return wall_time(std::chrono::nanoseconds(count));
}

}  // namespace

sqlite_store::sqlite_store(std::unique_ptr<sqlite_database> file)
    : file_(std::move(file)), insert_(*file_), oldest_(*file_), delete_(*file_) {}

result<std::unique_ptr<sqlite_store>> sqlite_store::try_open(const std::string& path,
                                                             durability survives,
                                                             std::atomic<std::size_t>& commits) {
  auto file = sqlite_database::try_open(path);
  if (!file) return file.error();
  if (auto done = try_set_up(**file, survives); !done) return done.error();
  (*file)->count_commits(commits);
  std::unique_ptr<sqlite_store> opened(new sqlite_store(std::move(*file)));
  if (auto done = opened->try_prepare(); !done) return done.error();
  if (auto done = opened->try_count(); !done) return done.error();
  return opened;
}

result<> sqlite_store::try_prepare() {
  auto done = insert_.try_prepare(
      "INSERT INTO updates (published, cost, retry, granted, id, type, topics, data)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
  if (done) {
    done = oldest_.try_prepare("SELECT position, cost, published FROM updates ORDER BY position");
  }
  if (done) done = delete_.try_prepare("DELETE FROM updates WHERE position <= ?1");
  return done;
}

result<> sqlite_store::try_count() {
  const auto updates = file_->try_number("SELECT count(*) FROM updates");
  if (!updates) return updates.error();
  const auto bytes = file_->try_number("SELECT ifnull(sum(cost), 0) FROM updates");
  if (!bytes) return bytes.error();
  held_ = {static_cast<std::size_t>(*updates), static_cast<std::size_t>(*bytes)};
  return {};
}

result<> sqlite_store::try_write(const std::vector<record>& group) {
  sqlite_transaction all(*file_);
  if (auto done = all.try_begin(); !done) return done;
  holding held = held_;
  for (const auto& one : group) {
    if (auto done = try_insert(one); !done) return done;
    held.updates += 1;
    held.bytes += cost_bytes(one.what);
  }
  if (auto done = try_delete_surplus(held, group.back().published); !done) return done;
  if (auto done = all.try_commit(); !done) return done;
  held_ = held;
  return {};
}

result<> sqlite_store::try_trim(wall_time now) {
  sqlite_transaction all(*file_);
  if (auto done = all.try_begin(); !done) return done;
  holding held = held_;
  if (auto done = try_delete_surplus(held, now); !done) return done;
  if (auto done = all.try_commit(); !done) return done;
  held_ = held;
  return {};
}

result<> sqlite_store::try_insert(const record& one) {
  const update& what = one.what;
  const std::string topics = encode_topics(what.topics());
  insert_.bind(1, to_nanoseconds(one.published));
  insert_.bind(2, static_cast<std::int64_t>(cost_bytes(what)));
  if (what.retry()) {
    insert_.bind(3, std::int64_t{what.retry()->count()});
  } else {
    insert_.bind_nothing(3);
  }
  insert_.bind(4, std::int64_t{what.to() == audience::granted});
  insert_.bind(5, what.id());
  insert_.bind(6, what.type());
  insert_.bind(7, topics);
  insert_.bind(8, what.data());
  return insert_.try_run();
}

// Reads the rows that leave and one more, so a group costs what it brings and not what is held.
result<> sqlite_store::try_delete_surplus(holding& held, wall_time now) {
  std::int64_t last = 0;
  auto row = oldest_.try_step();
  while (row && *row) {
    if (!must_leave(limits_, held, from_nanoseconds(oldest_.number(2)), now)) break;
    last = oldest_.number(0);
    held.updates -= 1;
    held.bytes -= static_cast<std::size_t>(oldest_.number(1));
    row = oldest_.try_step();
  }
  oldest_.reset();
  if (!row) return row.error();
  if (last == 0) return {};
  delete_.bind(1, last);
  return delete_.try_run();
}

result<record> sqlite_store::try_read(const sqlite_statement& row) const {
  auto topics = decode_topics(row.bytes(5));
  if (!topics) {
    return failure{errc::history_corrupt, file_->path() + ": the topics of an update are damaged"};
  }
  record one{update(std::move(*topics), std::string(row.bytes(6))),
             from_nanoseconds(row.number(0))};
  one.what.id(std::string(row.bytes(3))).type(std::string(row.bytes(4)));
  one.what.to(row.number(2) == 0 ? audience::everyone : audience::granted);
  if (!row.is_nothing(1)) one.what.retry(std::chrono::milliseconds(row.number(1)));
  return one;
}

result<> sqlite_store::try_replay(const replay_sink& sink) {
  sqlite_statement all(*file_);
  auto prepared = all.try_prepare(
      "SELECT published, retry, granted, id, type, topics, data FROM updates ORDER BY position");
  if (!prepared) return prepared;
  auto row = all.try_step();
  while (row && *row) {
    auto one = try_read(all);
    if (!one) return one.error();
    sink(std::move(one->what), one->published);
    row = all.try_step();
  }
  if (!row) return row.error();
  return {};
}

}  // namespace sluice::history
