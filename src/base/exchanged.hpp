#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace sluice {

/// A value that is replaced while others read it: whoever asked for it keeps what it was given, and
/// never sees half of a change. Any thread.
template <class T>
class exchanged final {
 public:
  explicit exchanged(T first) : current_(std::make_shared<const T>(std::move(first))) {}
  exchanged(const exchanged&) = delete;
  exchanged& operator=(const exchanged&) = delete;

  std::shared_ptr<const T> current() const {
    const std::lock_guard lock(mutex_);
    return current_;
  }
  /// The one before lives as long as somebody holds it.
  void replace(T next) {
    auto made = std::make_shared<const T>(std::move(next));
    const std::lock_guard lock(mutex_);
    current_.swap(made);
  }

 private:
  // std::atomic<std::shared_ptr> of GCC 12 is a lock as well, and one that its thread sanitizer
  // cannot see.
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;  // shared with whoever reads it
};

}  // namespace sluice
