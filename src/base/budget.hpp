#pragma once

#include <atomic>
#include <cstddef>

namespace sluice {

/// How many of something the process may have at once. Shared between the loops: any thread.
class budget final {
 public:
  explicit budget(std::size_t limit) : limit_(limit) {}
  budget(const budget&) = delete;
  budget& operator=(const budget&) = delete;

  /// False, and nothing is taken, at the limit.
  bool try_take() {
    if (taken_.fetch_add(1, std::memory_order_relaxed) < limit()) return true;
    give_back();
    return false;
  }
  void give_back() { taken_.fetch_sub(1, std::memory_order_relaxed); }

  std::size_t taken() const { return taken_.load(std::memory_order_relaxed); }
  std::size_t limit() const { return limit_.load(std::memory_order_relaxed); }
  /// Takes nothing away from whoever holds more already.
  void set_limit(std::size_t limit) { limit_.store(limit, std::memory_order_relaxed); }

 private:
  std::atomic<std::size_t> limit_;
  std::atomic<std::size_t> taken_ = 0;
};

}  // namespace sluice
