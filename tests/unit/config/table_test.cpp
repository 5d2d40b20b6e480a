#include "config/table.hpp"

#include <algorithm>
#include <set>
#include <string>

#include <catch2/catch.hpp>

namespace {

using namespace sluice::config;

TEST_CASE("every option has a name of its own, in lower case and dashes") {
  std::set<std::string_view> seen{"config", "help", "version"};
  for (const auto& each : options()) {
    CAPTURE(each.name);
    CHECK(seen.insert(each.name).second);
    CHECK(each.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == each.name.npos);
    CHECK(find_option(each.name) == &each);
  }
}

TEST_CASE("the value that an option has without being set is one that it takes") {
  for (const auto& each : options()) {
    CAPTURE(each.name);
    settings into;
    clear(each, into);
    for (const auto& value : values_of(each, settings{})) {
      CHECK(assign(each, value, into) == std::nullopt);
    }
    CHECK(into == settings{});
  }
}

TEST_CASE("every option is described in whole sentences, and only a flag has no placeholder") {
  for (const auto& each : options()) {
    CAPTURE(each.name);
    CHECK(each.prose.size() > 20);
    CHECK(each.prose.ends_with('.'));
    CHECK(each.placeholder.empty() == is_flag(each));
    CHECK_FALSE(allowed_text(each).empty());
  }
}

TEST_CASE("options of one group stand together, in the order of the groups") {
  CHECK(std::ranges::is_sorted(options(), {}, &option::in));
}

TEST_CASE("a name that is not in the table is not found") {
  CHECK(find_option("") == nullptr);
  CHECK(find_option("Socket") == nullptr);
  CHECK(find_option("sock") == nullptr);
}

}  // namespace
