#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "loop/event_loop.hpp"
#include "loop/wakeup.hpp"
#include "sluice/handler.hpp"

namespace sluice::daemon {

/// Hands a value from any thread over to a coroutine of one loop. Shared by the two, whichever ends
/// last.
template <class Value>
class handover final : public std::enable_shared_from_this<handover<Value>> {
 public:
  explicit handover(loop::event_loop& to) : loop_(to), came_(to) {}
  handover(const handover&) = delete;
  handover& operator=(const handover&) = delete;

  /// Any thread, once, while the loop exists.
  void give(Value what) {
    loop_.post([self = this->shared_from_this(), what = std::move(what)] {
      self->value_ = what;
      self->came_.notify();
    });
  }

  /// Completes with the value. Loop's thread, one coroutine.
  awaitable<Value> take() {
    while (!value_) co_await came_.wait();
    co_return std::move(*value_);
  }

 private:
  loop::event_loop& loop_;
  loop::wakeup came_;
  std::optional<Value> value_;
};

}  // namespace sluice::daemon
