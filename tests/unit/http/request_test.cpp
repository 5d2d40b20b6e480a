#include "sluice/request.hpp"

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::fields;
using sluice::request;

namespace {

using text = std::optional<std::string_view>;

request get(fields variables) {
  variables.emplace_back("REQUEST_METHOD", "GET");
  return request(std::move(variables), "");
}

request with_cookie(std::string header) {
  return get({{"HTTP_COOKIE", std::move(header)}});
}

}  // namespace

TEST_CASE("A request gives its variables and body as they came, the first of a name") {
  const request req({{"REQUEST_METHOD", "POST"},
                     {"REMOTE_ADDR", "192.0.2.7"},
                     {"REMOTE_ADDR", "192.0.2.8"},
                     {"EMPTY", ""}},
                    "a=b");
  CHECK(req.method() == "POST");
  CHECK(req.remote_address() == "192.0.2.7");
  CHECK(req.variable("EMPTY") == text(""));
  CHECK(req.variable("empty") == std::nullopt);
  CHECK(req.body() == "a=b");
}

TEST_CASE("Variables whose names and values run into each other are told apart") {
  const request req({{"A", "BC"}, {"AB", "C"}, {"", "x"}, {"ABC", ""}, {"B", "A"}, {"x", ""}}, "");
  CHECK(req.variable("A") == text("BC"));
  CHECK(req.variable("AB") == text("C"));
  CHECK(req.variable("") == text("x"));
  CHECK(req.variable("ABC") == text(""));
  CHECK(req.variable("B") == text("A"));
  CHECK(req.variable("x") == text(""));
  CHECK(req.variable("C") == std::nullopt);
  CHECK(req.variable("BC") == std::nullopt);
}

TEST_CASE("A request of no variables is empty everywhere") {
  const request req(sluice::fields{}, "");
  CHECK(req.method() == "");
  CHECK(req.path() == "");
  CHECK(req.remote_address() == "");
  CHECK(req.query_fields().empty());
  CHECK(req.cookie("a") == std::nullopt);
  CHECK(req.last_event_id() == std::nullopt);
}

TEST_CASE(
    "The path is what the browser wrote, and the query is found wherever the server puts it") {
  struct row {
    std::string what;
    fields variables;
    std::string path;
    fields query;
  };
  const std::vector<row> rows = {
      {"nginx",
       {{"REQUEST_URI", "/sluice//ev%2Fents?topic=a%2Fb"},
        {"SCRIPT_NAME", "/sluice/ev/ents"},
        {"QUERY_STRING", "topic=a%2Fb"}},
       "/sluice//ev%2Fents",
       {{"topic", "a/b"}}},
      {"HAProxy without a query", {{"REQUEST_URI", "/events"}}, "/events", {}},
      {"no QUERY_STRING", {{"REQUEST_URI", "/e?a=1?b&c"}}, "/e", {{"a", "1?b"}, {"c", ""}}},
      {"an empty QUERY_STRING rules", {{"REQUEST_URI", "/e?a=1"}, {"QUERY_STRING", ""}}, "/e", {}},
      {"absolute form", {{"REQUEST_URI", "http://h:8080/e?a=1"}}, "/e", {{"a", "1"}}},
      {"absolute form in capitals", {{"REQUEST_URI", "HTTPS://H/e"}}, "/e", {}},
      {"absolute form without a path", {{"REQUEST_URI", "http://h"}}, "/", {}},
      {"absolute form of a query", {{"REQUEST_URI", "http://h?a=/x"}}, "/", {{"a", "/x"}}},
      {"a URL in the query", {{"REQUEST_URI", "/e?u=http://h/x"}}, "/e", {{"u", "http://h/x"}}},
      {"a path of two slashes", {{"REQUEST_URI", "//h/e"}}, "//h/e", {}},
      {"the server itself", {{"REQUEST_URI", "*"}}, "*", {}},
      {"no REQUEST_URI",
       {{"SCRIPT_NAME", "/sluice"}, {"PATH_INFO", "/events"}, {"QUERY_STRING", "a"}},
       "/sluice/events",
       {{"a", ""}}},
      {"Caddy without REQUEST_URI", {{"SCRIPT_NAME", ""}, {"PATH_INFO", "/events"}}, "/events", {}},
      {"an empty REQUEST_URI", {{"REQUEST_URI", ""}, {"PATH_INFO", "/events"}}, "/events", {}},
  };
  for (const auto& [what, variables, path, query] : rows) {
    const request req(variables, "");
    CAPTURE(what);
    CHECK(req.path() == path);
    CHECK(req.query_fields() == query);
  }
}

TEST_CASE("[H8] Query parameters are decoded once, and all of a name are kept in order") {
  const request req = get({{"QUERY_STRING", "topic=%2Fo%2F7&Topic=x&topic=caf%C3%A9+au&last"}});
  CHECK(req.query("topic") == text("/o/7"));
  CHECK(req.query_all("topic") == std::vector<std::string_view>{"/o/7", "café au"});
  CHECK(req.query("last") == text(""));
  CHECK(req.query("none") == std::nullopt);
  CHECK(req.query_all("none").empty());
}

TEST_CASE("Headers are found by their HTTP name in any case") {
  const request req = get({{"HTTP_LAST_EVENT_ID", "7"},
                           {"HTTP_X_EMPTY", ""},
                           {"CONTENT_TYPE", "text/plain"},
                           {"CONTENT_LENGTH", "3"},
                           {"HTTP_CONTENT_TYPE", "text/html"},
                           {"REMOTE_ADDR", "192.0.2.7"}});
  CHECK(req.header("Last-Event-ID") == text("7"));
  CHECK(req.header("last-event-id") == text("7"));
  CHECK(req.header("X-Empty") == text(""));
  CHECK(req.header("content-TYPE") == text("text/plain"));
  CHECK(req.header("Content-Length") == text("3"));
  CHECK(req.header("Remote-Addr") == std::nullopt);
  CHECK(req.header("") == std::nullopt);
}

TEST_CASE("A content type or length that the server sends empty is absent") {
  const request req = get({{"CONTENT_TYPE", ""}, {"CONTENT_LENGTH", ""}});
  CHECK(req.header("Content-Type") == std::nullopt);
  CHECK(req.header("Content-Length") == std::nullopt);
  CHECK(req.variable("CONTENT_LENGTH") == text(""));
}

TEST_CASE("Cookies are found by their exact name") {
  struct row {
    std::string header;
    std::string name;
    text value;
  };
  const std::vector<row> rows = {
      {"a=b", "a", "b"},
      {"a=b; c=d", "c", "d"},
      {"a=b;c=d", "c", "d"},
      {" a = b ;\tc = d ", "c", "d"},
      {"a=1; a=2", "a", "1"},
      {"a=", "a", ""},
      {"a=b=c==", "a", "b=c=="},
      {"a=\"b c\"", "a", "b c"},
      {"a=\"\"", "a", ""},
      {"a=\"", "a", "\""},
      {"a=\"b", "a", "\"b"},
      {"a=b%20c", "a", "b%20c"},
      {"A=1", "a", std::nullopt},
      {"ab=1; b=2", "b", "2"},
      {"a", "a", std::nullopt},
      {"a; a=2", "a", "2"},
      {";;; ;a=1", "a", "1"},
      {"", "a", std::nullopt},
      {"__Secure-t=eyJ.x.y", "__Secure-t", "eyJ.x.y"},
  };
  for (const auto& [header, name, value] : rows) {
    CAPTURE(header, name);
    CHECK(with_cookie(header).cookie(name) == value);
  }
}

TEST_CASE("[H1] The last event id is the header's, else the query's, and an empty one is none") {
  struct row {
    std::string query;
    text header;
    text id;
  };
  const std::vector<row> rows = {
      {"", std::nullopt, std::nullopt},
      {"", "h", "h"},
      {"lastEventID=q", "h", "h"},
      {"lastEventID=q", std::nullopt, "q"},
      {"lastEventID=q", "", "q"},
      {"lastEventID=", "", std::nullopt},
      {"Last-Event-ID=q", std::nullopt, "q"},
      {"last_event_id=q", std::nullopt, "q"},
      {"last_event_id=3&Last-Event-ID=2&lastEventID=1", std::nullopt, "1"},
      {"last_event_id=3&Last-Event-ID=2", std::nullopt, "2"},
      {"last_event_id=3&Last-Event-ID=&lastEventID=", std::nullopt, "3"},
      {"lasteventid=q", std::nullopt, std::nullopt},
      {"lastEventID=urn%3Auuid%3A1+2", std::nullopt, "urn:uuid:1 2"},
  };
  for (const auto& [query, header, id] : rows) {
    fields variables = {{"QUERY_STRING", query}};
    if (header) variables.emplace_back("HTTP_LAST_EVENT_ID", *header);
    CAPTURE(query, header.value_or("(absent)"));
    CHECK(get(variables).last_event_id() == id);
  }
}

TEST_CASE("A last event id is a number only when all of it is one") {
  const auto number = [](std::string id) {
    return get({{"HTTP_LAST_EVENT_ID", std::move(id)}}).last_event_id_as<long>();
  };
  CHECK(number("42") == 42L);
  CHECK(number("-1") == -1L);
  CHECK(number("9223372036854775807") == std::numeric_limits<long>::max());
  for (const char* const id : {"", "4x", " 4", "4 ", "+4", "0x4", "9223372036854775808"}) {
    CAPTURE(id);
    CHECK(number(id) == std::nullopt);
  }
}

TEST_CASE("A copied request keeps views into itself apart from the first's") {
  std::optional<request> first(get({{"QUERY_STRING", "a=a value that is too long to be stored"}}));
  const request second = *first;
  first.reset();
  CHECK(second.query("a") == text("a value that is too long to be stored"));
}
