// Pages of other origins (field report C3).
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

using values = std::vector<std::string>;

const std::string page = "https://page.example";

worker_plan hub_for_page() {
  return worker_plan::hub().option("--cors-origin", page).option("--publish-origin", page);
}

web_request from(web_request what, const std::string& origin) {
  return what.variable("HTTP_ORIGIN", origin);
}

// The head of an answer or of a stream.
cgi_answer head_of(const hub_worker& with, const web_request& what) {
  fcgi_peer peer(with.address());
  peer.write(what.bytes());
  return parse_answer(peer.read_record().content);
}

void check_page_may_read(const cgi_answer& answer) {
  CHECK(answer.all("Access-Control-Allow-Origin") == values{page});
  CHECK(answer.all("Access-Control-Allow-Credentials") == values{"true"});
  CHECK(answer.all("Vary") == values{"Origin"});
  CHECK(answer.all("Access-Control-Expose-Headers") ==
        values{"Last-Event-ID, Mercure-Last-Event-ID, Link"});
}

void check_nobody_may_read(const cgi_answer& answer) {
  for (const auto& [name, value] : answer.headers) {
    INFO(name << ": " << value);
    CHECK(name.find("ccess-") == std::string::npos);
    CHECK(name.find("ontrol-Allow") == std::string::npos);
  }
}

web_request preflight(const std::string& method, const std::string& path = hub_path) {
  web_request asked(path);
  return asked.method("OPTIONS")
      .variable("HTTP_ACCESS_CONTROL_REQUEST_METHOD", method)
      .variable("HTTP_ACCESS_CONTROL_REQUEST_HEADERS", "authorization,cache-control,last-event-id");
}

}  // namespace

TEST_CASE("A listed page may read streams with its cookie", "[C3]") {
  hub_worker with(hub_for_page());
  const auto good = with_cookie(subscribe_request({"a"}), subscriber_token());
  const auto head = head_of(with, from(good, page));
  CHECK(head.code() == 200);
  check_page_may_read(head);
}

TEST_CASE("A listed page may read why it was refused", "[C3][F8]") {
  hub_worker with(hub_for_page());
  const auto good = publisher_token();
  const std::string bad = good + "x";
  struct row {
    web_request asked;
    int code;
  };
  for (const auto& [asked, code] : {
           row{with_cookie(subscribe_request({"a"}), bad), 401},
           row{subscribe_request({"a"}), 401},
           row{with_cookie(subscribe_request({}), good), 400},
           row{with_cookie(publish_request({{"topic", "a"}}), bad), 401},
           row{publish_request({{"topic", "a"}}), 401},
           row{with_cookie(publish_request({{"data", "a"}}), good), 400},
           row{with_cookie(publish_request({{"topic", std::string(2000, 'a')}}), good), 413},
           row{with_cookie(publish_request({{"topic", "a"}}), subscriber_token()), 403},
       }) {
    const auto answer = with.answer_to(from(asked, page));
    check_refusal(answer, code);
    check_page_may_read(answer);
  }
}

TEST_CASE("A listed page may read what became of its publish", "[C3]") {
  hub_worker with(hub_for_page());
  const auto answer =
      with.answer_to(from(with_cookie(publish_request({{"topic", "a"}}), publisher_token()), page));
  CHECK(answer.code() == 200);
  check_page_may_read(answer);
}

TEST_CASE("A page that is not listed may read nothing, whatever it looks like", "[C3]") {
  hub_worker with(hub_for_page());
  const std::string origin =
      GENERATE("https://other.example", "http://page.example", "https://page.example.evil.example",
               "https://page.example:8443", "null", "https://page.exampl", "*", "");
  INFO(origin);
  const auto token = make_token(claims_text({"*"}, {"*"}));
  for (const auto& asked :
       {with_cookie(subscribe_request({"a"}), token), subscribe_request({"a"}),
        with_bearer(publish_request({{"topic", "a"}}), token), publish_request({{"topic", "a"}}),
        preflight("GET"), preflight("POST")}) {
    const auto head = head_of(with, from(asked, origin));
    check_nobody_may_read(head);
    CHECK(head.all("Vary") == values{"Origin"});
  }
}

TEST_CASE("Without a list of origins no page of another origin may read", "[C3]") {
  hub_worker with;
  for (const auto& asked : {subscribe_request({"a"}), publish_request({{"topic", "a"}}),
                            preflight("GET"), subscribe_request({})}) {
    check_nobody_may_read(head_of(with, from(asked, page)));
  }
}

TEST_CASE("An asterisk lets every page read, but never with a cookie", "[C3]") {
  hub_worker with(open_hub().option("--cors-origin", "*"));
  for (const auto& asked : {subscribe_request({"a"}), subscribe_request({})}) {
    const auto head = head_of(with, from(asked, page));
    CHECK(head.all("Access-Control-Allow-Origin") == values{"*"});
    CHECK(head.all("Access-Control-Allow-Credentials").empty());
  }
}

TEST_CASE("A preflight is answered without a token and opens no stream", "[C3][F8]") {
  hub_worker with(hub_for_page().option("--streams-limit", "1"));
  for (const std::string method : {"GET", "POST"}) {
    for (const std::string& path : {hub_path, "/sluice/events"s, "/sluice/publish"s}) {
      INFO(method << " " << path);
      const auto answer = with.answer_to(from(preflight(method, path), page));
      CHECK(answer.code() == 204);
      CHECK(answer.body.empty());
      check_page_may_read(answer);
      REQUIRE(answer.all("Access-Control-Allow-Headers").size() == 1);
      const auto headers = answer.all("Access-Control-Allow-Headers")[0];
      for (const char* name : {"authorization", "cache-control", "last-event-id", "content-type"}) {
        CHECK(headers.find(name) != std::string::npos);
      }
      REQUIRE(answer.all("Access-Control-Allow-Methods").size() == 1);
      const auto methods = answer.all("Access-Control-Allow-Methods")[0];
      CHECK(methods.find(method) != std::string::npos);
    }
  }
  // The one place is still free.
  CHECK(head_of(with, with_cookie(subscribe_request({"a"}), subscriber_token())).code() == 200);
}
