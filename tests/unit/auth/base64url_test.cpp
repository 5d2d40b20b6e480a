#include "auth/base64url.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using sluice::auth::encode_base64url;
using sluice::auth::try_decode_base64url;

TEST_CASE("Base64 for URLs is written and read without padding") {
  const std::vector<std::pair<std::string, std::string>> rows = {
      // RFC 4648, section 10.
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      // RFC 7515, appendix C.
      {"\x03\xec\xff\xe0\xc1", "A-z_4ME"},
      {std::string("\0\0\0", 3), "AAAA"},
      {"\xff\xff\xff", "____"},
  };
  for (const auto& [bytes, text] : rows) {
    CHECK(encode_base64url(bytes) == text);
    CHECK(try_decode_base64url(text) == bytes);
  }
}

TEST_CASE("Text that is not exactly what would be written is not read as Base64") {
  // Zh and Zm9 differ from Zg and Zm8 in bits that belong to no byte.
  for (const char* const text : {"Zg==", "Zm8=", "Z", "Zm9vY", "A+z/4ME", "Zm 9v", "Zm9v\n",
                                 "Zm9v.", "Zm9\xc3\xa9", "Zh", "Zm9"}) {
    INFO(text);
    CHECK_FALSE(try_decode_base64url(text));
  }
}
