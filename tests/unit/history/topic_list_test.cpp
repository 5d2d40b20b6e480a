#include <cstddef>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "history/topic_list.hpp"

using sluice::history::decode_topics;
using sluice::history::encode_topics;
using topics = std::vector<std::string>;

TEST_CASE("topics are netstrings, one after the other") {
  CHECK(encode_topics({}) == "");
  CHECK(encode_topics({"a/b/c"}) == "5:a/b/c,");
  CHECK(encode_topics({"", "x,1:y"}) == "0:,5:x,1:y,");
}

TEST_CASE("what was encoded is decoded, whatever its bytes") {
  std::mt19937 random(7);
  for (int round = 0; round < 1000; ++round) {
    topics made(random() % 5);
    for (auto& one : made) {
      one.resize(random() % 30);
      for (auto& byte : one) byte = static_cast<char>(random());
    }
    REQUIRE(decode_topics(encode_topics(made)) == made);
  }
}

TEST_CASE("text that is no list of netstrings is refused") {
  const auto* text =
      GENERATE("5:a/b/c", "5:a/b/c;", "6:a/b/c,", "4:a/b/c,", ":x,", "5", "5:", "x", "-1:,",
               " 1:a,", "1:a,1", "99999999999999999999:a,", "1;a,", ",", "18446744073709551615:a,");
  CAPTURE(text);
  CHECK(decode_topics(text) == std::nullopt);
}

TEST_CASE("a list cut off anywhere is refused, except between two topics") {
  const std::string whole = encode_topics({"one", "two", "three"});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CAPTURE(size);
    CHECK(decode_topics(whole.substr(0, size)).has_value() ==
          (size == 0 || size == 6 || size == 12));
  }
}
