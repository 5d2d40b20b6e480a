#include "http/head.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::reply;
using sluice::http::answer_part;
using sluice::http::encode_reply;
using sluice::http::stream_head;

TEST_CASE("[F8] An answer is Status, headers, an empty line and the body, byte for byte") {
  struct row {
    reply what;
    std::string bytes;
  };
  const std::vector<row> rows = {
      {reply(404, "No such page.\n"),
       "Status: 404 Not Found\r\n"
       "Content-Type: text/plain; charset=utf-8\r\n"
       "Content-Length: 14\r\n"
       "Cache-Control: no-store\r\n"
       "X-Content-Type-Options: nosniff\r\n"
       "\r\n"
       "No such page.\n"},
      {reply(403),
       "Status: 403 Forbidden\r\n"
       "Content-Type: text/plain; charset=utf-8\r\n"
       "Content-Length: 0\r\n"
       "Cache-Control: no-store\r\n"
       "X-Content-Type-Options: nosniff\r\n"
       "\r\n"},
      {reply(200, "text/html", "<p>").header("cache-control", "max-age=60").header("ETag", "\"1\""),
       "Status: 200 OK\r\n"
       "Content-Type: text/html\r\n"
       "cache-control: max-age=60\r\n"
       "ETag: \"1\"\r\n"
       "Content-Length: 3\r\n"
       "X-Content-Type-Options: nosniff\r\n"
       "\r\n"
       "<p>"},
      {reply(503, "Later.\n").header("Retry-After", "3"),
       "Status: 503 Service Unavailable\r\n"
       "Content-Type: text/plain; charset=utf-8\r\n"
       "Retry-After: 3\r\n"
       "Content-Length: 7\r\n"
       "Cache-Control: no-store\r\n"
       "X-Content-Type-Options: nosniff\r\n"
       "\r\n"
       "Later.\n"},
      {reply(200, "a\r\n\r\n\xC3\xA9").header("X-Content-Type-Options", "nosniff"),
       "Status: 200 OK\r\n"
       "Content-Type: text/plain; charset=utf-8\r\n"
       "X-Content-Type-Options: nosniff\r\n"
       "Content-Length: 7\r\n"
       "Cache-Control: no-store\r\n"
       "\r\n"
       "a\r\n\r\n\xC3\xA9"},
  };
  for (const auto& [what, bytes] : rows) CHECK(encode_reply(what, answer_part::whole) == bytes);
}

TEST_CASE("[C1] 204, 205 and 304 end with their head, which describes no body") {
  const std::string rest =
      "X-A: 1\r\n"
      "Cache-Control: no-store\r\n"
      "X-Content-Type-Options: nosniff\r\n"
      "\r\n";
  CHECK(encode_reply(reply(204, "dropped").header("X-A", "1"), answer_part::whole) ==
        "Status: 204 No Content\r\n" + rest);
  CHECK(encode_reply(reply(205).header("X-A", "1"), answer_part::whole) ==
        "Status: 205 Reset Content\r\n" + rest);
  CHECK(encode_reply(reply(304, "text/html", "dropped").header("X-A", "1"), answer_part::whole) ==
        "Status: 304 Not Modified\r\n" + rest);
}

TEST_CASE("HEAD is answered the head of GET, with the length of its body") {
  for (const int status : {200, 204, 404, 503}) {
    const reply what(status, "body");
    const std::string whole = encode_reply(what, answer_part::whole);
    CAPTURE(status);
    CHECK(encode_reply(what, answer_part::head) == whole.substr(0, whole.find("\r\n\r\n") + 4));
  }
}

TEST_CASE("A status without a registered phrase has one all the same") {
  CHECK(encode_reply(reply(299), answer_part::head).starts_with("Status: 299 Unassigned\r\n"));
}

TEST_CASE("[P2] The head of an event stream is exact") {
  CHECK(stream_head() ==
        "Status: 200 OK\r\n"
        "Content-Type: text/event-stream\r\n"
        "Cache-Control: no-cache, no-store, no-transform\r\n"
        "X-Accel-Buffering: no\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n");
}

TEST_CASE("[P2] Extra headers of a stream come last, in their order") {
  const std::string head = stream_head({{"Last-Event-ID", "urn:uuid:1"}, {"Vary", "Origin"}});
  CHECK(
      head.ends_with("X-Content-Type-Options: nosniff\r\n"
                     "Last-Event-ID: urn:uuid:1\r\n"
                     "Vary: Origin\r\n"
                     "\r\n"));
  CHECK(head.starts_with("Status: 200 OK\r\nContent-Type: text/event-stream\r\n"));
}

TEST_CASE("[P2] A stream refuses extra headers that would hold it back or break its head") {
  for (const char* const name :
       {"Transfer-Encoding", "content-length", "Content-Encoding", "CONNECTION", "Keep-Alive",
        "Content-Type", "X-Accel-Buffering", "Status", "Upgrade", "Proxy-Connection", "", "a b"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(stream_head({{name, "x"}}), std::invalid_argument);
  }
  CHECK_THROWS_AS(stream_head({{"Last-Event-ID", "1\n2"}}), std::invalid_argument);
  CHECK_THROWS_WITH(stream_head({{"content-encoding", "gzip"}}),
                    "the header content-encoding would hold an event stream back");
}
