#include "http/content_length.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::errc;
using sluice::http::check_content_length;

TEST_CASE("[F3] A length that is absent, empty, -1 or right is fine") {
  for (const std::optional<std::string_view> stated :
       {std::optional<std::string_view>(), std::optional<std::string_view>(""),
        std::optional<std::string_view>("-1"), std::optional<std::string_view>("18"),
        std::optional<std::string_view>("018")}) {
    CAPTURE(stated.value_or("(absent)"));
    CHECK(check_content_length(stated, 18).has_value());
  }
  CHECK(check_content_length("0", 0).has_value());
  CHECK(check_content_length("18446744073709551615", 18446744073709551615U).has_value());
}

TEST_CASE("[F3] Any other length is refused with both numbers") {
  struct row {
    std::string stated;
    std::size_t received_bytes;
    std::string detail;
  };
  const std::vector<row> rows = {
      {"10", 18, "CONTENT_LENGTH is 10, but the body has 18 bytes"},
      {"30", 18, "CONTENT_LENGTH is 30, but the body has 18 bytes"},
      {"abc", 18, "CONTENT_LENGTH is abc, but the body has 18 bytes"},
      {"0", 1, "CONTENT_LENGTH is 0, but the body has 1 byte"},
      {"1", 0, "CONTENT_LENGTH is 1, but the body has 0 bytes"},
      {"18x", 18, "CONTENT_LENGTH is 18x, but the body has 18 bytes"},
      {"+18", 18, "CONTENT_LENGTH is +18, but the body has 18 bytes"},
      {" 18", 18, "CONTENT_LENGTH is  18, but the body has 18 bytes"},
      {"-18", 18, "CONTENT_LENGTH is -18, but the body has 18 bytes"},
      {"-0", 0, "CONTENT_LENGTH is -0, but the body has 0 bytes"},
      {"0x12", 18, "CONTENT_LENGTH is 0x12, but the body has 18 bytes"},
      {"18,18", 18, "CONTENT_LENGTH is 18,18, but the body has 18 bytes"},
      {"18\r\n", 18, "CONTENT_LENGTH is 18\\x0d\\x0a, but the body has 18 bytes"},
      // 2 to the 64th and 18: an overflow must not make it right.
      {"18446744073709551634", 18,
       "CONTENT_LENGTH is 18446744073709551634, but the body has 18 bytes"},
      {"18446744073709551616", 0,
       "CONTENT_LENGTH is 18446744073709551616, but the body has 0 bytes"},
      {std::string(21, '9'), 18,
       "CONTENT_LENGTH is 99999999999999999999…, but the body has 18 bytes"},
  };
  for (const auto& [stated, received_bytes, detail] : rows) {
    const auto checked = check_content_length(stated, received_bytes);
    CAPTURE(stated);
    REQUIRE(checked.has_error());
    CHECK(checked.error().code == errc::text_malformed);
    CHECK(checked.error().detail == detail);
  }
}
