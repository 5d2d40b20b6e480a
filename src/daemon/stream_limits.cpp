#include "daemon/stream_limits.hpp"

namespace sluice::daemon {

bool stream_limits::try_take_address(const std::string& address) {
  if (most_of_address_ == 0) return true;
  const std::lock_guard lock(mutex_);
  std::size_t& open = of_address_[address];
  if (open == most_of_address_) return false;
  ++open;
  return true;
}

void stream_limits::give_back_address(const std::string& address) {
  if (most_of_address_ == 0) return;
  const std::lock_guard lock(mutex_);
  const auto found = of_address_.find(address);
  if (--found->second == 0) of_address_.erase(found);
}

stream_place::~stream_place() {
  if (!is_taken_) return;
  of_.all_.give_back();
  of_.give_back_address(address_);
}

stream_place::outcome stream_place::try_take() {
  if (!of_.try_take_address(address_)) return outcome::address_is_full;
  if (!of_.all_.try_take()) {
    of_.give_back_address(address_);
    return outcome::worker_is_full;
  }
  is_taken_ = true;
  return outcome::taken;
}

}  // namespace sluice::daemon
