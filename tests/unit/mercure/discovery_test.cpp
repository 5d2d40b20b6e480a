#include "mercure/discovery.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/header.hpp"

using sluice::mercure::hub_link;

TEST_CASE("A resource names its hub in one Link header") {
  struct row {
    std::string url;
    std::optional<std::string> last_event_id;
    std::string expected;
  };
  const std::vector<row> rows = {
      // What symfony/mercure writes.
      {"https://hub.example.com/.well-known/mercure", std::nullopt,
       "<https://hub.example.com/.well-known/mercure>; rel=\"mercure\""},
      {"/.well-known/mercure", "urn:uuid:0194a7a0-0000-7000-8000-000000000000",
       "</.well-known/mercure>; rel=\"mercure\"; "
       "last-event-id=\"urn:uuid:0194a7a0-0000-7000-8000-000000000000\""},
      {"/hub", "earliest", "</hub>; rel=\"mercure\"; last-event-id=\"earliest\""},
      {"/hub", "", "</hub>; rel=\"mercure\"; last-event-id=\"\""},
      {"/hub", "a\"b\\c", "</hub>; rel=\"mercure\"; last-event-id=\"a\\\"b\\\\c\""},
      {"/hub", "é;,>", "</hub>; rel=\"mercure\"; last-event-id=\"é;,>\""},
      {"/h>ub \"é\r\n", std::nullopt, "</h%3Eub%20%22%C3%A9%0D%0A>; rel=\"mercure\""},
      {"https://[::1]:8088/%41?a=b&c#d", std::nullopt,
       "<https://[::1]:8088/%41?a=b&c#d>; rel=\"mercure\""},
  };
  for (const auto& [url, last_event_id, expected] : rows) {
    CAPTURE(url);
    CHECK(hub_link(url, last_event_id) == expected);
    CHECK(sluice::http::is_header_value(expected));
  }
}

TEST_CASE("An id that would break the head is refused") {
  for (const char* const id : {"a\r\nSet-Cookie: b", "a\n", "\x7F", "\xC2\x80"}) {
    CAPTURE(id);
    CHECK_THROWS_AS(hub_link("/hub", std::string(id)), std::invalid_argument);
  }
}
