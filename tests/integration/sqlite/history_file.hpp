#pragma once

#include <chrono>
#include <fstream>
#include <future>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "history/sqlite_log.hpp"
#include "integration/sqlite/answers.hpp"

namespace sluice::test {

inline constexpr history::limits unlimited{1'000'000, std::size_t{1} << 40,
                                           std::chrono::milliseconds::max()};

inline update with_id(std::string id, std::string data = "x") {
  update one({"t"}, std::move(data));
  one.id(std::move(id));
  return one;
}

/// Opens the log at `path` and takes what it holds. Throws std::runtime_error when it cannot.
inline std::unique_ptr<history::sqlite_log> open_log(history::sqlite_settings settings,
                                                     const history::limits& bounds = unlimited) {
  auto opened = history::sqlite_log::try_open(settings);
  if (!opened) throw std::runtime_error(opened.error().message());
  const auto loaded = (*opened)->load(bounds, answers::now(), [](update, history::wall_time) {});
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return std::move(*opened);
}

inline history::sqlite_settings at(const std::string& path) {
  history::sqlite_settings settings;
  settings.path = path;
  return settings;
}

struct held_update {
  update what;
  history::wall_time published;

  friend bool operator==(const held_update&, const held_update&) = default;
};

/// What a restart finds in the file. Throws std::runtime_error when it cannot be opened.
inline std::vector<held_update> read_back(const std::string& path,
                                          const history::limits& bounds = unlimited,
                                          history::wall_time now = answers::now()) {
  auto opened = history::sqlite_log::try_open(at(path));
  if (!opened) throw std::runtime_error(opened.error().message());
  std::vector<held_update> out;
  const auto loaded = (*opened)->load(bounds, now, [&](update what, history::wall_time published) {
    out.push_back({std::move(what), published});
  });
  if (!loaded) throw std::runtime_error(loaded.error().message());
  return out;
}

inline std::vector<std::string> ids_of(const std::vector<held_update>& updates) {
  std::vector<std::string> out;
  for (const auto& one : updates) out.push_back(one.what.id());
  return out;
}

inline std::string bytes_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

/// Keeps the writing thread of a log inside a completion, until released or destroyed, so that all
/// that is appended meanwhile waits. Outlives the log's completions.
class held_writer final {
 public:
  explicit held_writer(history::log& log) {
    log.append(with_id("holds the writer"), answers::now(),
               [this, until = released_.get_future().share()](result<>) {
                 is_held_.set_value();
                 until.wait();
               });
    is_held_.get_future().wait();
  }
  ~held_writer() { release(); }
  held_writer(const held_writer&) = delete;
  held_writer& operator=(const held_writer&) = delete;

  void release() {
    if (!std::exchange(is_released_, true)) released_.set_value();
  }

 private:
  std::promise<void> released_;
  std::promise<void> is_held_;
  bool is_released_ = false;
};

}  // namespace sluice::test
