#pragma once

#include <csignal>
#include <initializer_list>

#include "base/descriptor.hpp"

namespace sluice {

/// Holds signals back from the whole process and makes them readable, see signalfd(2): each number
/// waits, once, until it is taken, however early it came, and nothing is interrupted. Also what the
/// parent had us ignore, as nohup(1) does. Made on the main thread before any other, since threads
/// inherit what is held.
class held_signals final {
 public:
  /// Throws std::system_error.
  explicit held_signals(std::initializer_list<int> numbers);
  /// Forgets what was not taken, so that it does not strike now, and holds nothing back any more.
  ~held_signals();
  held_signals(const held_signals&) = delete;
  held_signals& operator=(const held_signals&) = delete;

  /// Readable while a signal waits.
  int descriptor() const { return descriptor_.number(); }
  /// The number of a signal that came, or 0 when none waits.
  int take();

 private:
  sigset_t before_;
  sluice::descriptor descriptor_;
};

}  // namespace sluice
