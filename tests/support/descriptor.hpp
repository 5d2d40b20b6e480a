#pragma once

namespace sluice::test {

/// Owns one file descriptor; -1 is none.
class descriptor final {
 public:
  explicit descriptor(int number) : number_(number) {}
  ~descriptor() { close(); }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;

  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }
  void close() { reset(-1); }
  /// Closes, and owns `number` from now on.
  void reset(int number);

 private:
  int number_;
};

}  // namespace sluice::test
