#include "config/unit.hpp"

#include <limits>
#include <string_view>
#include <vector>

#include <catch2/catch.hpp>

namespace {

using namespace sluice::config;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

template <class Value>
struct row {
  std::string_view text;
  std::optional<Value> expected;
};

TEST_CASE("a count is digits alone") {
  constexpr auto highest = std::numeric_limits<std::size_t>::max();
  const std::vector<row<std::size_t>> rows{
      {"0", 0},    {"1", 1},      {"007", 7},    {"18446744073709551615", highest},
      {"", {}},    {" 1", {}},    {"1 ", {}},    {"-1", {}},
      {"+1", {}},  {"1.5", {}},   {"0x10", {}},  {"1e3", {}},
      {"ten", {}}, {"1_000", {}}, {"1,000", {}},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_parse_count(text) == expected);
  }
}

TEST_CASE("a number too large for its type reads as the largest") {
  CHECK(try_parse_count("18446744073709551616") == std::numeric_limits<std::size_t>::max());
  CHECK(try_parse_size("17179869184GiB") == std::numeric_limits<std::size_t>::max());
  CHECK(try_parse_size("17179869183GiB") == 17179869183ULL * 1024 * 1024 * 1024);
  CHECK(try_parse_duration("9223372036854775807ms") == milliseconds::max());
  CHECK(try_parse_duration("9223372036854775808ms") == milliseconds::max());
  CHECK(try_parse_duration("9223372036854775807h") == milliseconds::max());
  CHECK(try_parse_duration("99999999999999999999999s") == milliseconds::max());
}

TEST_CASE("a duration is a number with a unit, or seconds") {
  const std::vector<row<milliseconds>> rows{
      {"0", 0ms},    {"15", 15s},  {"15s", 15s},  {"500ms", 500ms}, {"10m", 10min},
      {"24h", 24h},  {"0h", 0ms},  {"", {}},      {"s", {}},        {"ms", {}},
      {"15 s", {}},  {"15S", {}},  {"15sec", {}}, {"1.5s", {}},     {"-5s", {}},
      {"1h30m", {}}, {"15s ", {}}, {"1d", {}},    {"15µs", {}},     {"15msx", {}},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_parse_duration(text) == expected);
  }
}

TEST_CASE("a size is a number with a binary unit, or bytes") {
  const std::vector<row<std::size_t>> rows{
      {"0", 0},     {"262144", 262144}, {"64KiB", 65536}, {"1MiB", 1048576}, {"1GiB", 1073741824},
      {"", {}},     {"KiB", {}},        {"64KB", {}},     {"64K", {}},       {"64kib", {}},
      {"1M", {}},   {"64 KiB", {}},     {"-1", {}},       {"1.5MiB", {}},    {"64B", {}},
      {"1TiB", {}},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_parse_size(text) == expected);
  }
}

TEST_CASE("a mode is three octal digits with or without a 0 before them") {
  const std::vector<row<unsigned>> rows{
      {"0660", 0660U}, {"660", 0660U}, {"0000", 0U}, {"000", 0U},
      {"0777", 0777U}, {"777", 0777U}, {"", {}},     {"0", {}},
      {"60", {}},      {"1777", {}},   {"0888", {}}, {"068", {}},
      {"00660", {}},   {"0o660", {}},  {"-660", {}}, {"rw-rw----", {}},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_parse_mode(text) == expected);
  }
}

TEST_CASE("a flag is one of eight words in any case") {
  const std::vector<row<bool>> rows{
      {"true", true},   {"yes", true}, {"on", true},   {"1", true},    {"TRUE", true},
      {"false", false}, {"no", false}, {"off", false}, {"0", false},   {"Off", false},
      {"", {}},         {"2", {}},     {"t", {}},      {"enable", {}}, {"true ", {}},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_parse_flag(text) == expected);
  }
}

TEST_CASE("a value is written in the largest unit that holds it exactly") {
  CHECK(duration_text(0ms) == "0");
  CHECK(duration_text(1ms) == "1ms");
  CHECK(duration_text(1500ms) == "1500ms");
  CHECK(duration_text(15s) == "15s");
  CHECK(duration_text(90s) == "90s");
  CHECK(duration_text(5min) == "5m");
  CHECK(duration_text(168h) == "168h");
  CHECK(size_text(0) == "0");
  CHECK(size_text(1023) == "1023");
  CHECK(size_text(1024) == "1KiB");
  CHECK(size_text(1536 * 1024) == "1536KiB");
  CHECK(size_text(std::size_t{3} << 30) == "3GiB");
  CHECK(mode_text(0) == "0000");
  CHECK(mode_text(0660) == "0660");
  CHECK(mode_text(07) == "0007");
}

TEST_CASE("what is written reads back to the same value") {
  for (const auto value : {0ms, 1ms, 999ms, 1000ms, 60'000ms, 61'000ms, 3'600'000ms}) {
    CHECK(try_parse_duration(duration_text(value)) == value);
  }
  for (const std::size_t value : {0ULL, 1ULL, 1023ULL, 1024ULL, 1025ULL, 1ULL << 20, 5ULL << 40}) {
    CHECK(try_parse_size(size_text(value)) == value);
  }
  for (unsigned value = 0; value <= 0777; ++value) {
    CHECK(try_parse_mode(mode_text(value)) == value);
  }
}

}  // namespace
