#pragma once

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::bench {

/// What is told that its descriptor can be read, or is closed.
class ready_listener {
 public:
  virtual void on_ready() = 0;

 protected:
  ~ready_listener() = default;
};

/// Descriptors that are waited for together (epoll, level-triggered). One thread.
class ready_set final {
 public:
  /// Throws std::system_error, as `add` does.
  ready_set();
  ready_set(const ready_set&) = delete;
  ready_set& operator=(const ready_set&) = delete;

  /// `to` stays until the set has gone: it may be told once more in the turn that removes it.
  void add(int descriptor, ready_listener& to);
  void remove(int descriptor);

  /// Waits for any of them, at most until `deadline`, and tells those that are ready. False when
  /// the deadline came first.
  bool turn(test::time_point deadline);

 private:
  test::descriptor epoll_;
};

}  // namespace sluice::bench
