#include "daemon/stream_end.hpp"

#include <chrono>

#include "loop/wheel.hpp"

namespace sluice::daemon {
namespace {

// The wheel comes up to a tick late.
constexpr auto expiry_margin = 2 * loop::wheel::tick;

}  // namespace

time_point stream_end_of(auth::instant token_end) {
  const auto left = token_end - std::chrono::system_clock::now();
  return clock::now() + std::chrono::duration_cast<clock::duration>(left) - expiry_margin;
}

}  // namespace sluice::daemon
