#include "config/option.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "config/table.hpp"

namespace {

using namespace sluice::config;
using namespace std::chrono_literals;

struct refusal {
  std::string_view name;
  std::string_view value;
  std::string_view why;
};

const std::vector<refusal> refusals{
    {"heartbeat", "15x",
     R"("15x" is not a duration; write a number with ms, s, m or h, such as 500ms, 15s, 10m or 24h )"
     "(allowed: 0 = off, or 1s to 1h)"},
    {"heartbeat", "999ms", R"("999ms" is out of range; write 0 = off, or 1s to 1h)"},
    {"heartbeat", "61m", R"("61m" is out of range; write 0 = off, or 1s to 1h)"},
    {"retry-min", "0", R"("0" is out of range; write 100ms to 1h)"},
    {"body-timeout", "999999999999999999999h",
     R"("999999999999999999999h" is out of range; write 1s to 10m)"},
    {"message-limit", "1MB",
     R"("1MB" is not a size; write bytes, or a number with KiB, MiB or GiB, such as 64KiB )"
     "(allowed: 1KiB to 1GiB)"},
    {"params-limit", "17MiB", R"("17MiB" is out of range; write 4KiB to 16MiB)"},
    {"loops", "65",
     R"("65" is out of range; write 0 = one a processor core, at most 4, or 1 to 64)"},
    {"loops", "-1",
     R"("-1" is not a whole number; write digits alone )"
     "(allowed: 0 = one a processor core, at most 4, or 1 to 64)"},
    {"socket-backlog", "0", R"("0" is out of range; write 1 to 65535)"},
    {"socket-mode", "rw",
     R"("rw" is not a file mode; write four octal digits from 0000 to 0777, such as 0660)"},
    {"socket-mode", "1777",
     R"("1777" is not a file mode; write four octal digits from 0000 to 0777, such as 0660)"},
    {"demo", "maybe", R"("maybe" is neither yes nor no; write true or false)"},
    {"log-level", "trace", R"("trace" is unknown; write debug, info, warning or error)"},
    {"log-level", "off", R"("off" is unknown; write debug, info, warning or error)"},
    {"log-level", "INFO", R"("INFO" is unknown; write debug, info, warning or error)"},
    {"base-path", "sluice", R"("sluice" does not start with /; write such as /sluice)"},
    {"base-path", "", R"("" does not start with /; write such as /sluice)"},
    {"base-path", "/", R"("/" ends with /; write it without the last /, such as /sluice)"},
    {"base-path", "/sluice/",
     R"("/sluice/" ends with /; write it without the last /, such as /sluice)"},
    {"base-path", "/a//b", R"("/a//b" contains //; write a single /)"},
    {"base-path", "/a?b",
     R"("/a?b" contains ? or #, which end a path; write the path alone, such as /sluice)"},
    {"base-path", "/a#b",
     R"("/a#b" contains ? or #, which end a path; write the path alone, such as /sluice)"},
    {"base-path", "/a\xff", R"("/a\xff" is not UTF-8; write it in UTF-8)"},
    {"base-path", "/a\nb", R"("/a\x0ab" contains a control character; write it without)"},
    {"socket", "relative.sock",
     R"("relative.sock" is not an address; write an absolute path, such as )"
     "/run/sluice/sluice.sock, or HOST:PORT, such as 127.0.0.1:9000"},
    {"socket-group", "www-data:adm",
     R"("www-data:adm" is not the name of one group; write a name of /etc/group, such as www-data)"},
};

TEST_CASE("a refused value is answered with why and what to write, and stores nothing") {
  for (const auto& [name, value, why] : refusals) {
    CAPTURE(name, value);
    const auto* which = find_option(name);
    REQUIRE(which != nullptr);
    settings into;
    CHECK(assign(*which, value, into) == std::string(why));
    CHECK(into == settings{});
  }
}

TEST_CASE("both ends of a range are inside it") {
  const std::vector<std::pair<std::string_view, std::string_view>> rows{
      {"heartbeat", "0"},
      {"heartbeat", "1s"},
      {"heartbeat", "1h"},
      {"retry-min", "100ms"},
      {"retry-max", "1h"},
      {"max-age", "0"},
      {"max-age", "10s"},
      {"max-age", "168h"},
      {"drain", "0"},
      {"drain", "10m"},
      {"body-timeout", "1s"},
      {"keep-idle", "24h"},
      {"params-limit", "4KiB"},
      {"params-limit", "16MiB"},
      {"message-limit", "1KiB"},
      {"message-limit", "1GiB"},
      {"loops", "0"},
      {"loops", "64"},
      {"socket-backlog", "1"},
      {"socket-backlog", "65535"},
      {"streams-limit", "0"},
      {"streams-limit", "10000000"},
      {"socket-mode", "0000"},
      {"socket-mode", "0777"},
      {"base-path", "/a"},
      {"socket-group", ""},
      {"log-level", "debug"},
      {"log-level", "error"},
  };
  for (const auto& [name, value] : rows) {
    CAPTURE(name, value);
    settings into;
    CHECK(assign(*find_option(name), value, into) == std::nullopt);
    CHECK(values_of(*find_option(name), into) == std::vector<std::string>{std::string(value)});
  }
}

TEST_CASE("a socket is an absolute path or a host and a port") {
  const auto& socket = *find_option("socket");
  settings into;
  const std::string longest = "/" + std::string(106, 's');
  for (const auto& value : {std::string("/run/s.sock"), std::string("127.0.0.1:9000"),
                            std::string("localhost:1"), std::string("[::1]:65535"), longest}) {
    CAPTURE(value);
    CHECK(assign(socket, value, into) == std::nullopt);
  }
  CHECK(into.sockets.size() == 5);
  for (const auto* value : {"", "host", "host:", ":9000", "host:0", "host:65536", "host:http"}) {
    CAPTURE(value);
    CHECK(assign(socket, value, into).has_value());
  }
  CHECK(assign(socket, longest + "s", into) ==
        "\"" + longest +
            "s\" is longer than the 107 bytes the kernel allows; write a shorter path");
  CHECK(into.sockets.size() == 5);
}

TEST_CASE("a value of each kind reaches its field") {
  settings into;
  const auto set = [&](std::string_view name, std::string_view value) {
    REQUIRE(assign(*find_option(name), value, into) == std::nullopt);
  };
  set("heartbeat", "500s");
  set("message-limit", "2MiB");
  set("loops", "3");
  set("socket-mode", "0600");
  set("demo", "on");
  set("socket-group", "www-data");
  set("log-level", "warning");
  set("socket", "/run/a");
  set("socket", "/run/b");
  CHECK(into.heartbeat == 500s);
  CHECK(into.message_limit_bytes == 2 * 1024 * 1024);
  CHECK(into.loops == 3);
  CHECK(into.socket_mode == 0600);
  CHECK(into.demo);
  CHECK(into.socket_group == "www-data");
  CHECK(into.log_level == sluice::log::level::warning);
  CHECK(into.sockets == std::vector<std::string>{"/run/a", "/run/b"});
}

const option& secret = *find_option("publisher-key");

TEST_CASE("of secrets the paths are stored and printed") {
  settings into;
  CHECK(assign(secret, "/run/credentials/key", into) == std::nullopt);
  CHECK(assign(secret, "/run/credentials/next-key", into) == std::nullopt);
  CHECK(assign(secret, "", into) == std::nullopt);
  CHECK(values_of(secret, into) ==
        std::vector<std::string>{"/run/credentials/key", "/run/credentials/next-key"});
  CHECK(allowed_text(secret) == "an absolute path; empty = none");
}

TEST_CASE("a secret written in place of its path is not repeated in the message") {
  settings into;
  for (const auto* value : {"hunter2", "/hunter2\n"}) {
    CHECK(assign(secret, value, into) ==
          "the value (not shown, as it may be the secret itself) is not an absolute path; write "
          "the path of the file that holds the secret");
  }
  CHECK(into == settings{});
}

TEST_CASE("the variable of an option is its name in capitals") {
  CHECK(variable_name("demo") == "SLUICE_DEMO");
  CHECK(variable_name("params-limit") == "SLUICE_PARAMS_LIMIT");
}

}  // namespace
