#include "config/variables.hpp"

#include <catch2/catch.hpp>

namespace {

using namespace sluice::config;
using strings = std::vector<std::string>;

strings messages(const environment& from) {
  strings all;
  for (const auto& each : read_variables(from).problems) all.push_back(each.message());
  return all;
}

TEST_CASE("an environment block is read up to its null, first of a name") {
  const char* const block[] = {"A=1", "B=x=y", "C=", "broken", "A=2", nullptr};
  CHECK(read_environment(block) == environment{{"A", "1"}, {"B", "x=y"}, {"C", ""}});
}

TEST_CASE("variables of others are left alone") {
  const auto found = read_variables({{"PATH", "/bin"}, {"SLUICE", "x"}, {"MY_SLUICE_LOOPS", "9"}});
  CHECK(found.assignments.empty());
  CHECK(found.problems.empty());
}

TEST_CASE("a variable is read as it is") {
  const auto found = read_variables({{"SLUICE_SOCKET_GROUP", "a b"}, {"SLUICE_CONFIG", "/c"}});
  REQUIRE(found.assignments.size() == 1);
  CHECK(found.assignments[0].to->name == "socket-group");
  CHECK(found.assignments[0].value == "a b");
  CHECK(found.assignments[0].where == "SLUICE_SOCKET_GROUP");
  REQUIRE(found.file.has_value());
  CHECK(found.file->path == "/c");
}

TEST_CASE("a repeatable option's variable without a value is a problem") {
  CHECK(messages({{"SLUICE_SOCKET", "  "}}) ==
        strings{"SLUICE_SOCKET: is empty; write values separated by spaces, or unset it"});
}

TEST_CASE("an unknown variable is a problem, in lower case too") {
  CHECK(messages({{"SLUICE_SOCKET_MOED", "1"}}) ==
        strings{"SLUICE_SOCKET_MOED: no such variable; did you mean SLUICE_SOCKET_MODE?"});
  CHECK(messages({{"SLUICE_demo", "1"}}).size() == 1);
  CHECK(messages({{"SLUICE_", "1"}}) ==
        strings{"SLUICE_: no such variable; see --help for what there is"});
}

TEST_CASE("the variables that Kubernetes sets beside a service named sluice are none of ours") {
  CHECK(messages({{"SLUICE_SERVICE_HOST", "10.0.0.1"},
                  {"SLUICE_SERVICE_PORT", "9000"},
                  {"SLUICE_SERVICE_PORT_FCGI", "9000"},
                  {"SLUICE_PORT", "tcp://10.0.0.1:9000"},
                  {"SLUICE_PORT_9000_TCP", "tcp://10.0.0.1:9000"},
                  {"SLUICE_PORT_9000_TCP_ADDR", "10.0.0.1"},
                  {"SLUICE_WEB_PORT_53_UDP_PROTO", "udp"}})
            .empty());
}

TEST_CASE("a variable that only looks a little like those is a problem") {
  CHECK(messages({{"SLUICE_PORT", "9000"}}).size() == 1);
  CHECK(messages({{"SLUICE_PORT_", "1"}}).size() == 1);
  CHECK(messages({{"SLUICE_PORT_TCP", "1"}}).size() == 1);
  CHECK(messages({{"SLUICE_PORT_9000", "1"}}).size() == 1);
}

}  // namespace
