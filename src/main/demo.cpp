#include "main/demo.hpp"

#include <chrono>
#include <ctime>
#include <string>

namespace sluice::main {
namespace {

constexpr long demo_events = 10;
constexpr auto demo_interval = std::chrono::seconds(1);

// RFC 3339 with the zone, so that a reader elsewhere can compare clocks.
std::string time_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  char text[32];
  return {text,
          std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z", ::localtime_r(&now, &parts))};
}

}  // namespace

awaitable<> demo_counter(const request& what, stream& out) {
  for (long n = what.last_event_id_as<long>().value_or(-1) + 1; n < demo_events; ++n) {
    const std::string number = std::to_string(n);
    co_await out.send(event(number + " " + time_now()).id(number));
    co_await out.sleep(demo_interval);
  }
  out.finish();
}

}  // namespace sluice::main
