#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/budget.hpp"

namespace sluice::daemon {

/// How many streams may be open, in all and for one client address. Any thread.
class stream_limits final {
 public:
  /// `most_of_address` is 0 for any number; then addresses are not counted.
  stream_limits(std::size_t most, std::size_t most_of_address)
      : all_(most), most_of_address_(most_of_address) {}
  stream_limits(const stream_limits&) = delete;
  stream_limits& operator=(const stream_limits&) = delete;

  std::size_t open() const { return all_.taken(); }
  std::size_t most() const { return all_.limit(); }
  /// Ends no stream that is open. Those that came while addresses were not counted stay uncounted.
  void renew(std::size_t most, std::size_t most_of_address);

 private:
  friend class stream_place;

  enum class address_place { taken, full, not_counted };
  address_place try_take_address(const std::string& address);
  void give_back_address(const std::string& address);

  budget all_;
  std::atomic<std::size_t> most_of_address_;
  std::mutex mutex_;
  std::unordered_map<std::string, std::size_t> of_address_;  // never zero
};

/// One stream's place within the limits, as a guard. Moves.
class stream_place final {
 public:
  stream_place(stream_limits& of, std::string address) : of_(of), address_(std::move(address)) {}
  stream_place(stream_place&& other) noexcept
      : of_(other.of_),
        address_(std::move(other.address_)),
        is_taken_(std::exchange(other.is_taken_, false)),
        is_address_counted_(std::exchange(other.is_address_counted_, false)) {}
  stream_place& operator=(stream_place&&) = delete;
  ~stream_place();

  enum class outcome { taken, address_is_full, worker_is_full };
  /// Takes the place, or nothing. Once.
  outcome try_take();
  const std::string& address() const { return address_; }

 private:
  stream_limits& of_;
  std::string address_;
  bool is_taken_ = false;
  bool is_address_counted_ = false;
};

}  // namespace sluice::daemon
