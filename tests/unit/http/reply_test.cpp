#include "sluice/reply.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::reply;

TEST_CASE("A reply is plain text unless it says otherwise, and Content-Type comes first") {
  const reply plain = reply(404, "No such page.\n").header("X-A", "1").header("X-B", "2");
  CHECK(plain.status() == 404);
  CHECK(plain.body() == "No such page.\n");
  CHECK(plain.headers() == reply::header_list{{"Content-Type", "text/plain; charset=utf-8"},
                                              {"X-A", "1"},
                                              {"X-B", "2"}});
  CHECK(reply(200, "application/json", "{}").headers() ==
        reply::header_list{{"Content-Type", "application/json"}});
  CHECK(reply(204).body().empty());
}

TEST_CASE("A reply has one Content-Type, the last that was named") {
  reply what(200, "x");
  what.header("X-A", "1").header("content-type", "text/html");
  CHECK(what.headers() == reply::header_list{{"Content-Type", "text/html"}, {"X-A", "1"}});
}

TEST_CASE("Other headers may come more than once") {
  reply what(200, "x");
  what.header("Link", "<a>").header("Link", "<b>");
  CHECK(what.headers().size() == 3);
}

TEST_CASE("[C4] Headers that would break the head are refused, and the reply stays as it was") {
  struct row {
    std::string name;
    std::string value;
    std::string why;
  };
  const std::string breaks =
      "the header X-A holds a line break or NUL, which would break the response head";
  const std::vector<row> rows = {
      {"", "x", "\"\" is not the name of a header"},
      {"X A", "x", "\"X A\" is not the name of a header"},
      {"X-A:", "x", "\"X-A:\" is not the name of a header"},
      {"X\r\nY", "x", "\"X\\x0d\\x0aY\" is not the name of a header"},
      {"X-\xC3\xA9", "x", "\"X-\\xc3\\xa9\" is not the name of a header"},
      {std::string("X\0", 2), "x", "\"X\\x00\" is not the name of a header"},
      {"X-A", "x\r\nSet-Cookie: a=b", breaks},
      {"X-A", "x\n", breaks},
      {"X-A", "\rx", breaks},
      {"X-A", std::string("x\0y", 3), breaks},
      {"Content-Type", "text/html\n",
       "the header Content-Type holds a line break or NUL, which "
       "would break the response head"},
      {"status", "200", "the header status is said by sluice or the web server, not by an answer"},
  };
  reply what(200, "x");
  for (const auto& [name, value, why] : rows) {
    CHECK_THROWS_AS(what.header(name, value), std::invalid_argument);
    CHECK_THROWS_WITH(what.header(name, value), why);
  }
  CHECK(what == reply(200, "x"));
}

TEST_CASE("[P2] Headers about the connection or the length are refused") {
  reply what(200, "x");
  for (const char* const name : {"Content-Length", "TRANSFER-ENCODING", "Connection", "keep-alive",
                                 "Proxy-Connection", "Upgrade", "Status"}) {
    CAPTURE(name);
    CHECK_THROWS_AS(what.header(name, "1"), std::invalid_argument);
  }
  CHECK_NOTHROW(what.header("Content-Encoding", "gzip"));
}

TEST_CASE("Values keep tabs, non-ASCII bytes and being empty") {
  reply what(200, "x");
  CHECK_NOTHROW(what.header("X-A", "a\tb").header("X-B", "caf\xC3\xA9").header("X-C", ""));
}

TEST_CASE("A status that no final answer has is refused") {
  for (const int status : {-1, 0, 99, 100, 103, 199, 600, 1000}) {
    CAPTURE(status);
    CHECK_THROWS_AS(reply(status), std::invalid_argument);
  }
  CHECK_THROWS_WITH(reply(101), "no answer has the status 101");
  CHECK(reply(200).status() == 200);
  CHECK(reply(599).status() == 599);
}

TEST_CASE("A content type that would break the head is refused") {
  CHECK_THROWS_AS(reply(200, "text/html\r\nX: y", "body"), std::invalid_argument);
}
