#include "bench/duel/settings.hpp"

#include <string>
#include <variant>

#include <catch2/catch.hpp>

using namespace sluice::bench;

namespace {

finding paced(const std::string& settings, double nginx_us) {
  finding found{"paced", "", "sluice", {{"nginx_us", nginx_us}}};
  found.settings = settings;
  return found;
}

// The cell of the first row under "paced nginx_us".
std::string ratio_in(const report& what) {
  for (std::size_t i = 0; i < what.columns.size(); ++i) {
    if (what.columns[i] == "paced nginx_us") return std::get<std::string>(what.rows.at(0).at(i));
  }
  return {};
}

}  // namespace

TEST_CASE("Settings are compared with the shipped ones of the same round", "[bench]") {
  const report found = compare_settings({{paced("", 10), paced("small", 9)},
                                         {paced("", 20), paced("small", 22)},
                                         {paced("", 10), paced("small", 10)}});
  REQUIRE(found.rows.size() == 1);
  CHECK(std::get<std::string>(found.rows[0][0]) == "sluice, small");
  CHECK(ratio_in(found) == "1.00 (0.90-1.10)");
}

TEST_CASE("A round in which deliveries were lost is no part of a setting's ratio", "[bench]") {
  finding lossy = paced("small", 1);
  lossy.failures.emplace_back("lost");
  const report found =
      compare_settings({{paced("", 10), paced("small", 9)}, {paced("", 10), lossy}});
  CHECK(ratio_in(found) == "0.90 (0.90-0.90)");
}

TEST_CASE("Without other settings there is nothing to compare", "[bench]") {
  CHECK(compare_settings({}).rows.empty());
  CHECK(compare_settings({{paced("", 10)}}).rows.empty());
}
