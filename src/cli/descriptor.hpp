#pragma once

#include <unistd.h>

namespace sluice::cli {

/// Owns one file descriptor; -1 is none.
class descriptor final {
 public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  int number() const { return number_; }

 private:
  const int number_;
};

}  // namespace sluice::cli
