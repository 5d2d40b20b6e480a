#include "mercure/cursor_header.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::mercure::cursor;
using sluice::mercure::cursor_header;
using sluice::mercure::cursor_kind;
using sluice::mercure::cursor_standing;

TEST_CASE("[H1] The header says where the stream begins, and only to who asked for a place") {
  constexpr auto held = cursor_standing::held;
  constexpr auto not_held = cursor_standing::not_held;
  const std::optional<std::string> none;
  const std::optional<std::string> u120 = "u120";
  struct row {
    const char* what;
    cursor asked;
    cursor_standing standing;
    std::optional<std::string> preceding;
    std::optional<std::string> expected;
  };
  const std::vector<row> rows = {
      {"nothing asked", {}, held, u120, none},
      {"nothing asked, empty history", {}, not_held, none, none},
      {"an id that is held", {cursor_kind::after, "u120"}, held, u120, u120},
      {"an id that is not held", {cursor_kind::after, "nope"}, not_held, none, "earliest"},
      {"an id that is not held, and the oldest was evicted",
       {cursor_kind::after, "u50"},
       not_held,
       u120,
       "earliest"},
      {"everything", {cursor_kind::earliest}, held, u120, "earliest"},
      {"everything, empty history", {cursor_kind::earliest}, not_held, none, "earliest"},
      {"nothing precedes", {cursor_kind::after, "u120"}, held, none, "earliest"},
  };
  for (const auto& [what, asked, standing, preceding, expected] : rows) {
    CAPTURE(what);
    CHECK(cursor_header(asked, standing, preceding) == expected);
  }
}
