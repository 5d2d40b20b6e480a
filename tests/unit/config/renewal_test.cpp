#include "config/renewal.hpp"

#include <chrono>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "config/option.hpp"
#include "config/table.hpp"

namespace {

using namespace sluice::config;
using namespace std::chrono_literals;
using strings = std::vector<std::string>;

// Every option with another value than its default.
settings unlike_default(const settings& of) {
  settings other = of;
  for (const auto& each : options()) {
    for (const char* const tried :
         {"true", "false", "/other", "other", "https://other.example", "192.0.2.7", "none",
          "sqlite:/h.db", "RS256", "debug", "off", "0700", "2", "3s", "900ms", "7KiB", "128KiB"}) {
      settings changed = other;
      clear(each, changed);
      if (assign(each, tried, changed)) continue;
      if (values_of(each, changed) == values_of(each, of)) continue;
      other = changed;
      break;
    }
  }
  return other;
}

TEST_CASE("what is read again without a change changes nothing") {
  const auto found = renew(settings{}, settings{});
  CHECK(found.changed.empty());
  CHECK(found.waiting.empty());
  CHECK(found.values == settings{});
}

TEST_CASE("each option that differs is taken over or waits, as the table says") {
  const settings running;
  const settings read = unlike_default(running);
  const auto found = renew(running, read);
  CHECK(found.changed.size() + found.waiting.size() == options().size());
  for (const auto& each : options()) {
    CAPTURE(each.name);
    REQUIRE(values_of(each, read) != values_of(each, running));
    const bool is_taken = each.takes_effect == change::on_reload;
    CHECK(values_of(each, found.values) == values_of(each, is_taken ? read : running));
  }
}

TEST_CASE("what changed is said with the value before") {
  settings running;
  running.cors_origins = {"https://a.example"};
  settings read;
  read.heartbeat = 20s;
  read.sockets = {"/a", "/b"};
  const auto found = renew(running, read);
  CHECK(found.changed ==
        strings{"cors-origin = none (was https://a.example)", "heartbeat = 20s (was 15s)"});
  CHECK(found.waiting == strings{"socket = /a, /b (was none)"});
}

TEST_CASE("what waits for a restart is named again by every reload") {
  settings read;
  read.loops = 3;
  const auto once = renew(settings{}, read);
  CHECK(renew(once.values, read).waiting == once.waiting);
}

}  // namespace
