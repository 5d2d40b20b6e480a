#include "daemon/stream_limits.hpp"

#include <memory>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using sluice::daemon::stream_limits;
using sluice::daemon::stream_place;
using outcome = sluice::daemon::stream_place::outcome;

namespace {

struct crowd {
  explicit crowd(stream_limits& of) : limits(of) {}
  outcome open(const std::string& address) {
    places.push_back(std::make_unique<stream_place>(limits, address));
    const outcome tried = places.back()->try_take();
    if (tried != outcome::taken) places.pop_back();
    return tried;
  }
  stream_limits& limits;
  std::vector<std::unique_ptr<stream_place>> places;
};

}  // namespace

TEST_CASE("An address has as many streams as its limit, and each that ends makes room for one") {
  stream_limits limits(10, 2);
  crowd streams(limits);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::address_is_full);
  CHECK(streams.open("192.0.2.2") == outcome::taken);
  CHECK(limits.open() == 3);
  streams.places.erase(streams.places.begin());
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::address_is_full);
  streams.places.clear();
  CHECK(limits.open() == 0);
}

TEST_CASE("A stream that the worker has no room for does not count against its address") {
  stream_limits limits(1, 1);
  crowd streams(limits);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.2") == outcome::worker_is_full);
  streams.places.clear();
  CHECK(streams.open("192.0.2.2") == outcome::taken);
}

TEST_CASE("A place that is handed on is given back once, with its last owner") {
  stream_limits limits(1, 1);
  {
    stream_place first(limits, "192.0.2.1");
    CHECK(first.try_take() == outcome::taken);
    auto last = std::make_unique<stream_place>(std::move(first));
    CHECK(last->address() == "192.0.2.1");
    CHECK(limits.open() == 1);
  }
  CHECK(limits.open() == 0);
  CHECK(stream_place(limits, "192.0.2.1").try_take() == outcome::taken);
}

TEST_CASE("Without a limit an address opens any number of streams") {
  stream_limits limits(100, 0);
  crowd streams(limits);
  for (int i = 0; i < 100; ++i) CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::worker_is_full);
}

TEST_CASE("New limits hold for new streams, and none that is open ends or is counted wrong") {
  stream_limits limits(10, 0);
  crowd streams(limits);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  limits.renew(4, 1);
  CHECK(limits.open() == 2);
  CHECK(streams.open("192.0.2.1") == outcome::taken);  // the first that is counted
  CHECK(streams.open("192.0.2.1") == outcome::address_is_full);
  CHECK(streams.open("192.0.2.2") == outcome::taken);
  CHECK(streams.open("192.0.2.3") == outcome::worker_is_full);
  limits.renew(2, 0);
  CHECK(streams.open("192.0.2.1") == outcome::worker_is_full);
  streams.places.clear();
  CHECK(limits.open() == 0);
  limits.renew(2, 1);
  CHECK(streams.open("192.0.2.1") == outcome::taken);
  CHECK(streams.open("192.0.2.1") == outcome::address_is_full);
}
