#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "history/log.hpp"
#include "support/deadline.hpp"

namespace sluice::test {

/// What the completions of a log said, in the order in which they came. Outlives the log.
class answers final {
 public:
  struct answer {
    std::string id;
    result<> done;
  };

  history::completion expect(std::string id) {
    return [this, id = std::move(id)](result<> done) {
      const std::lock_guard lock(mutex_);
      come_.push_back({id, std::move(done)});
      grown_.notify_all();
    };
  }

  /// Appends an update that is waited for by its id.
  void append_to(history::log& log, update what, history::wall_time published = now()) {
    auto on_done = expect(what.id());
    log.append(std::move(what), published, std::move(on_done));
  }

  /// Waits until `count` have come and returns all; fewer when patience ends.
  std::vector<answer> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    // An append waits for a disk that other tests use too.
    grown_.wait_until(lock, within(std::chrono::seconds(30)),
                      [&] { return come_.size() >= count; });
    return come_;
  }

  static history::wall_time now() { return std::chrono::system_clock::now(); }

 private:
  std::mutex mutex_;
  std::condition_variable grown_;
  std::vector<answer> come_;
};

/// "ok", or the sentence of the failure.
template <class T>
std::string outcome(const result<T>& of) {
  return of.has_value() ? "ok" : of.error().message();
}

}  // namespace sluice::test
