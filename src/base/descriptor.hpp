#pragma once

#include <cerrno>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace sluice {

/// Owns one file descriptor and closes it; -1 is none. Moves.
class descriptor final {
 public:
  explicit descriptor(int number) : number_(number) {}
  /// What `call` returned. Throws std::system_error with the name and errno when that is negative.
  descriptor(int number, const char* call) : number_(number) {
    if (number < 0) throw std::system_error(errno, std::generic_category(), call);
  }
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  /// Leaves the closing to somebody else.
  void release() { number_ = -1; }

 private:
  int number_;
};

}  // namespace sluice
