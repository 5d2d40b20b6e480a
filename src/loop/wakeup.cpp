#include "loop/wakeup.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace sluice::loop {

boost::asio::awaitable<void> wakeup::wait() {
  return wait_until(time_point::max());
}

boost::asio::awaitable<void> wakeup::wait_until(time_point when) {
  timer_.expires_at(when);
  boost::system::error_code ignored;  // a cancelled wait is the notification
  co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
}

}  // namespace sluice::loop
