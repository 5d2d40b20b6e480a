#include "history/sqlite_log.hpp"

#include <utility>

#include <pthread.h>

#include "base/log.hpp"
#include "history/sqlite_store.hpp"

namespace sluice::history {

struct sqlite_log::queue {
  std::vector<record> records;
  std::vector<completion> completions;  // of the record with the same index
};

result<std::unique_ptr<log>> try_open_sqlite_log(const sqlite_settings& settings) {
  auto opened = sqlite_log::try_open(settings);
  if (!opened) return opened.error();
  return std::unique_ptr<log>(std::move(*opened));
}

result<std::unique_ptr<sqlite_log>> sqlite_log::try_open(const sqlite_settings& settings) {
  std::unique_ptr<sqlite_log> opened(new sqlite_log(settings));
  if (auto done = opened->try_reopen(); !done) return done.error();
  opened->thread_ = std::thread([log = opened.get()] { log->run(); });
  ::pthread_setname_np(opened->thread_.native_handle(), "sluice-sqlite");
  return opened;
}

sqlite_log::sqlite_log(const sqlite_settings& settings)
    : settings_(settings), waiting_(std::make_unique<queue>()) {}

sqlite_log::~sqlite_log() {
  close();
}

result<> sqlite_log::load(const limits& bounds, wall_time now, const replay_sink& sink) {
  limits_ = bounds;
  store_->set_limits(bounds);
  // A full disk does not keep the history from being read; whoever takes it keeps to the limits
  // too, and the next append trims anew.
  if (auto done = store_->try_trim(now); !done) {
    if (done.error().code != errc::history_full) return done;
    sluice::log::warning("the history is not trimmed: {}", done.error().message());
  }
  return store_->try_replay(sink);
}

void sqlite_log::append(update what, wall_time published, completion on_done) {
  record one{std::move(what), published};
  const auto queued = try_enqueue(one, on_done);
  // Outside the mutex, since the completion may append.
  if (!queued) on_done(queued.error());
}

result<> sqlite_log::try_enqueue(record& one, completion& on_done) {
  const std::size_t bytes = cost_bytes(one.what);
  const std::lock_guard lock(mutex_);
  if (is_closed_) return failure{errc::history_unavailable, settings_.path + ": closed"};
  const bool has_room = unfinished_updates_ < settings_.max_waiting_updates &&
                        unfinished_bytes_ + bytes <= settings_.max_waiting_bytes;
  // One that is larger than the limit gets through alone.
  if (!has_room && unfinished_updates_ > 0) {
    return failure{errc::history_unavailable, settings_.path + ": the disk is slow, and " +
                                                  std::to_string(unfinished_updates_) +
                                                  " updates wait for it"};
  }
  waiting_->records.push_back(std::move(one));
  waiting_->completions.push_back(std::move(on_done));
  unfinished_updates_ += 1;
  unfinished_bytes_ += bytes;
  has_work_.notify_one();
  return {};
}

void sqlite_log::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
    has_work_.notify_one();
  }
  if (thread_.joinable()) thread_.join();
  store_.reset();
}

sqlite_log::queue sqlite_log::take_all() {
  std::unique_lock lock(mutex_);
  has_work_.wait(lock, [this] { return is_closed_ || !waiting_->records.empty(); });
  return std::exchange(*waiting_, {});
}

void sqlite_log::run() {
  for (;;) {
    const queue group = take_all();
    if (group.records.empty()) return;
    const result<> written = try_write(group.records);
    report(written);
    std::size_t bytes = 0;
    for (const auto& one : group.records) bytes += cost_bytes(one.what);
    {
      const std::lock_guard lock(mutex_);
      unfinished_updates_ -= group.records.size();
      unfinished_bytes_ -= bytes;
    }
    for (const auto& on_done : group.completions) on_done(written);
  }
}

result<> sqlite_log::try_write(const std::vector<record>& group) {
  if (!store_) {
    if (auto done = try_reopen(); !done) return done;
  }
  auto written = store_->try_write(group);
  // What made an I/O error may have cost the open file its use, as when a file system was mounted
  // anew. A full disk has not, and closing would give up the lock.
  if (!written && written.error().code != errc::history_full) store_.reset();
  return written;
}

result<> sqlite_log::try_reopen() {
  auto opened = sqlite_store::try_open(settings_.path, settings_.survives, commits_);
  if (!opened) return opened.error();
  store_ = std::move(*opened);
  store_->set_limits(limits_);
  return {};
}

void sqlite_log::report(const result<>& written) {
  if (!written && !is_failing_) {
    sluice::log::error("{}; updates are refused until it can be written",
                       written.error().message());
  } else if (written && is_failing_) {
    sluice::log::info("the history is written again: {}", settings_.path);
  }
  is_failing_ = !written;
}

}  // namespace sluice::history
