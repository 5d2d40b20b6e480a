#include "mercure/percent.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "http/form.hpp"

using sluice::mercure::escape_url;
using sluice::mercure::expand_simple;

using namespace std::string_literals;

TEST_CASE("Simple expansion keeps the unreserved characters of RFC 6570 and no other byte") {
  const std::string unreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr char digits[] = "0123456789ABCDEF";
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    const char c = static_cast<char>(byte);
    const std::string encoded = {'%', digits[byte >> 4], digits[byte & 15]};
    CHECK(expand_simple(std::string(1, c)) ==
          (unreserved.find(c) == std::string::npos ? encoded : std::string(1, c)));
  }
}

TEST_CASE("What is expanded is decoded to what it was") {
  const auto text = "https://example.com/books/{id}?a=b c+d%2F\0\xC3\xA9*"s;
  CHECK(sluice::http::percent_decode(expand_simple(text)) == text);
}

TEST_CASE("A URL stays as it is but for what may not stand in one") {
  const std::string fine = "https://u:p@[::1]:80/a-b._~!$&'()*+,;=:@/%2F?q=1#f";
  CHECK(escape_url(fine) == fine);
  CHECK(escape_url("/a b\"<>\\^`{|}\n\xC3\xA9") == "/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D%0A%C3%A9");
}
