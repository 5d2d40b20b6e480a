#include "config/suggestion.hpp"

#include <vector>

#include <catch2/catch.hpp>

namespace {

using sluice::config::nearest;

TEST_CASE("the nearest name is found across the usual slips") {
  const std::vector<std::string> names{"heartbeat", "socket", "socket-mode", "retry-min", "loops"};
  const std::vector<std::pair<std::string, std::string>> rows{
      {"hartbeat", "heartbeat"},       // a letter left out
      {"heartbeatt", "heartbeat"},     // a letter too many
      {"heartbaet", "heartbeat"},      // two swapped
      {"socket_mode", "socket-mode"},  // one for another
      {"socket-mod", "socket-mode"},   // cut short
      {"retry", "retry-min"},          // a part of the name
      {"sokcet", "socket"},           {"loop", "loops"}, {"color", ""}, {"x", ""}, {"", ""},
      {"listen-address", ""},
  };
  for (const auto& [word, expected] : rows) {
    CAPTURE(word);
    CHECK(nearest(word, names) == expected);
  }
}

TEST_CASE("without candidates nothing is near") {
  CHECK(nearest("socket", {}).empty());
}

TEST_CASE("a word of a mebibyte is near nothing") {
  const std::vector<std::string> names{"socket"};
  CHECK(nearest(std::string(1024 * 1024, 's'), names).empty());
}

}  // namespace
