#include "doctor/advice.hpp"

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

using namespace sluice::doctor;
using Catch::Matchers::Contains;

namespace {

std::string read_shipped(std::string_view name) {
  std::ifstream file(std::string(SLUICE_CASES_DIR) + "/../../" + std::string(name));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("Each kind has advice for each web server, and for one that is not known") {
  std::set<std::string> kinds;
  for (const advice& each : advice_table()) kinds.emplace(each.kind);
  CHECK(kinds.size() > 20);
  for (const std::string& kind : kinds) {
    CAPTURE(kind);
    CHECK_FALSE(advise(kind, web_server::unknown).empty());
    for (const web_server server : known_servers) {
      CAPTURE(name_of(server));
      CHECK_FALSE(advise(kind, server).empty());
    }
  }
}

TEST_CASE("A kind has one row for a server, or one for all") {
  std::set<std::pair<std::string, web_server>> rows;
  for (const advice& each : advice_table()) {
    CAPTURE(each.kind);
    CHECK(rows.emplace(each.kind, each.server).second);
  }
}

TEST_CASE("What advice cites stands in the shipped file") {
  for (const advice& each : advice_table()) {
    if (each.file.empty()) continue;
    CAPTURE(each.kind, each.file);
    CHECK_THAT(read_shipped(each.file), Contains(std::string(each.line)));
  }
}

TEST_CASE("No advice switches a protection off") {
  for (const advice& each : advice_table()) {
    const std::string text(each.text);
    for (const char* bad : {"setenforce", "--insecure", "-k ", "verify off", "PrivateTmp=no",
                            "aa-disable", "drop `", "chmod 777", "0777", "SSLVerifyClient none"}) {
      CHECK_THAT(text, !Contains(bad));
    }
  }
}

TEST_CASE("Of two ways each has a line, and the shipped file stands by the first") {
  const std::string alone = advise("buffered", web_server::apache);
  CHECK_THAT(alone, Contains("ProxyPass; as in deploy/apache/sluice.conf\nor, with a SetHandler"));
  CHECK_THAT(advise("buffered", web_server::unknown), Contains("\n  or, with a SetHandler"));
}

TEST_CASE("Advice for a known server is its alone, and of an unknown kind there is none") {
  CHECK_THAT(advise("delayed", web_server::haproxy),
             Contains("http-no-delay") && !Contains("nginx"));
  CHECK(advise("no-such-kind", web_server::nginx).empty());
}
