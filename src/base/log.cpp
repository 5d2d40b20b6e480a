#include "base/log.hpp"

#include <atomic>
#include <memory>
#include <utility>

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/details/null_mutex.h>
#include <spdlog/sinks/base_sink.h>

namespace sluice::log {
namespace {

// 8,192 lines of about 150 bytes: a second of the worst flood, about 1 MiB.
constexpr std::size_t queue_lines = 8192;

spdlog::level::level_enum to_spdlog(level at) {
  switch (at) {
    case level::debug:
      return spdlog::level::debug;
    case level::info:
      return spdlog::level::info;
    case level::warning:
      return spdlog::level::warn;
    case level::error:
      return spdlog::level::err;
    case level::off:
      break;
  }
  return spdlog::level::off;
}

// Without a lock of its own, for only the log's thread calls it.
class destination_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit destination_sink(std::shared_ptr<destination> to) : to_(std::move(to)) {}

 private:
  void sink_it_(const spdlog::details::log_msg& line) override {
    spdlog::memory_buf_t text;
    formatter_->format(line, text);
    to_->write({text.data(), text.size()});
  }
  void flush_() override { to_->reopen_if_asked(); }

  const std::shared_ptr<destination> to_;
};

// Shared between every thread that writes a line; set and cleared by `sink`.
std::shared_ptr<spdlog::details::thread_pool> pool;
std::shared_ptr<spdlog::async_logger> logger;
std::atomic<level> lowest_level = level::off;

}  // namespace

sink::sink(level lowest) : sink(lowest, destination::standard_error()) {}

sink::sink(level lowest, std::unique_ptr<destination> where) : where_(std::move(where)) {
  pool = std::make_shared<spdlog::details::thread_pool>(queue_lines, 1);
  logger =
      std::make_shared<spdlog::async_logger>("sluice", std::make_shared<destination_sink>(where_),
                                             pool, spdlog::async_overflow_policy::overrun_oldest);
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e%z %l %v");
  logger->set_level(spdlog::level::trace);
  lowest_level = lowest;
}

sink::~sink() {
  lowest_level = level::off;
  // The thread first: what it still writes belongs to the logger.
  pool.reset();
  logger.reset();
}

// The flush passes through the queue and makes the thread look, even where no line comes.
void sink::reopen(const std::string& path) {
  where_->ask_to_reopen(path);
  logger->flush();
}

bool is_enabled(level at) {
  return at >= lowest_level.load(std::memory_order_relaxed);
}

void set_level(level lowest) {
  lowest_level = lowest;
}

void write(level at, std::string_view line) {
  if (logger) logger->log(to_spdlog(at), spdlog::string_view_t(line.data(), line.size()));
}

std::optional<std::size_t> limiter::admit(time_point now) {
  const clock::rep at = now.time_since_epoch().count();
  clock::rep next = next_.load();
  // Of several threads at the same moment one writes; the others count as held back.
  if (at < next || !next_.compare_exchange_strong(next, at + interval_.count())) {
    held_back_.fetch_add(1);
    return std::nullopt;
  }
  return held_back_.exchange(0);
}

void write_limited(limiter& by, level at, std::string_view line) {
  const auto held_back = by.admit(clock::now());
  if (!held_back) return;
  if (*held_back == 0) return print(at, "{}", line);
  print(at, "{} ({} more like it since the last line)", line, *held_back);
}

}  // namespace sluice::log
