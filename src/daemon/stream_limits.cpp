#include "daemon/stream_limits.hpp"

namespace sluice::daemon {

void stream_limits::renew(std::size_t most, std::size_t most_of_address) {
  all_.set_limit(most);
  most_of_address_ = most_of_address;
}

stream_limits::address_place stream_limits::try_take_address(const std::string& address) {
  const std::size_t most = most_of_address_;
  if (most == 0) return address_place::not_counted;
  const std::lock_guard lock(mutex_);
  std::size_t& open = of_address_[address];
  if (open >= most) return address_place::full;
  ++open;
  return address_place::taken;
}

void stream_limits::give_back_address(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = of_address_.find(address);
  if (--found->second == 0) of_address_.erase(found);
}

stream_place::~stream_place() {
  if (is_taken_) of_.all_.give_back();
  if (is_address_counted_) of_.give_back_address(address_);
}

stream_place::outcome stream_place::try_take() {
  const auto of_address = of_.try_take_address(address_);
  if (of_address == stream_limits::address_place::full) return outcome::address_is_full;
  is_address_counted_ = of_address == stream_limits::address_place::taken;
  is_taken_ = of_.all_.try_take();
  return is_taken_ ? outcome::taken : outcome::worker_is_full;
}

}  // namespace sluice::daemon
