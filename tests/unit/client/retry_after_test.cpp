#include "client/retry_after.hpp"

#include <chrono>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::client::try_parse_retry_after;

TEST_CASE("Retry-After is read where it is seconds, and cut to an hour") {
  CHECK(try_parse_retry_after("5") == 5s);
  CHECK(try_parse_retry_after("99999999999999999999999") == 1h);
  CHECK_FALSE(try_parse_retry_after("").has_value());
  CHECK_FALSE(try_parse_retry_after("-1").has_value());
  CHECK_FALSE(try_parse_retry_after("Wed, 21 Oct 2015 07:28:00 GMT").has_value());
}
