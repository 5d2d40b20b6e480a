#include "mercure/publish_request.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/head.hpp"

using sluice::audience;
using sluice::fields;
using sluice::request;
using sluice::update;
using sluice::mercure::publish_limits;
using sluice::mercure::refusal;
using sluice::mercure::try_read_update;
using std::chrono::milliseconds;

namespace {

constexpr const char* form_type = "application/x-www-form-urlencoded";

request post(std::string body, std::optional<std::string> type = form_type,
             std::optional<std::string> length = std::nullopt) {
  fields variables = {{"REQUEST_METHOD", "POST"}, {"REQUEST_URI", "/.well-known/mercure"}};
  if (type) variables.emplace_back("CONTENT_TYPE", *type);
  if (length) variables.emplace_back("CONTENT_LENGTH", *length);
  return request(variables, std::move(body));
}

refusal refused(const request& what, const publish_limits& within = {}) {
  const auto read = try_read_update(what, within);
  REQUIRE(read.has_error());
  return read.error();
}

struct refused_row {
  std::string body;
  int status;
  std::string sentence;
};

void check_refused(const std::vector<refused_row>& rows, const publish_limits& within = {}) {
  for (const auto& [body, status, sentence] : rows) {
    CAPTURE(body);
    CHECK(refused(post(body), within) == refusal{status, sentence});
  }
}

update named(std::string id, std::string type = "") {
  return update({"a"}, "").id(std::move(id)).type(std::move(type));
}

}  // namespace

TEST_CASE("A form becomes an update with everything it says") {
  update everything({"https://example.com/books/1", "https://example.com/u/42"}, "{\"a\":1}");
  everything.id("urn:my-id").type("message").retry(milliseconds(5000)).to(audience::granted);
  struct row {
    std::string body;
    update expected;
  };
  const std::vector<row> rows = {
      // What symfony/mercure 0.6.3 sends.
      {"topic=https%3A%2F%2Fexample.com%2Fbooks%2F1&topic=https%3A%2F%2Fexample.com%2Fu%2F42&"
       "data=%7B%22a%22%3A1%7D&private=on&id=urn%3Amy-id&type=message&retry=5000",
       everything},
      // The order of fields means nothing but for topics.
      {"retry=5000&type=message&topic=https://example.com/books/1&private&id=urn:my-id&"
       "data={\"a\":1}&topic=https://example.com/u/42",
       everything},
      {"topic=a", update({"a"}, "")},
      {"topic=a&data=", update({"a"}, "")},
      {"topic=a&data", update({"a"}, "")},
      {"topic=a&topic=a", update({"a", "a"}, "")},
      // Empty is absent.
      {"topic=a&id=&type=&retry=", update({"a"}, "")},
      // Unknown fields and empty sequences are ignored; names have a case.
      {"&&topic=a&&event=x&Data=y&=z&Private=on&", update({"a"}, "")},
      // The first of a repeated field rules, an empty one too.
      {"topic=a&data=1&data=2&id=x&id=y&type=t&type=u&retry=1&retry=2",
       update({"a"}, "1").id("x").type("t").retry(milliseconds(1))},
      {"topic=a&id=&id=y&type=&type=u&retry=&retry=2&data=&data=3", update({"a"}, "")},
      // Data may hold any text.
      {"topic=a&data=a%0D%0Ab%00c%7F+%C2%85%E2%86%92",
       update({"a"}, std::string("a\r\nb\0c\x7F \xC2\x85→", 13))},
  };
  for (const auto& [body, expected] : rows) {
    CAPTURE(body);
    const auto read = try_read_update(post(body), {});
    REQUIRE(read.has_value());
    CHECK(*read == expected);
  }
}

TEST_CASE("An update is private by the presence of the field, whatever its value") {
  for (const char* const field : {"private=on", "private=", "private", "private=off", "private=0",
                                  "private=false", "private=on&private=off"}) {
    CAPTURE(field);
    CHECK(try_read_update(post("topic=a&" + std::string(field)), {})->to() == audience::granted);
  }
  CHECK(try_read_update(post("topic=a&data=private"), {})->to() == audience::everyone);
}

TEST_CASE("[C4] Every kind of line break of the data arrives") {
  CHECK(try_read_update(post("topic=t&data=a%0Did%3A9%0D%0A%0Ddata%3Ab"), {})->data() ==
        "a\rid:9\r\n\rdata:b");
  CHECK(try_read_update(post("topic=t&data=a%0A%0Ab%0A"), {})->data() == "a\n\nb\n");
  CHECK(try_read_update(post("topic=t&data=data+for%0A%0A++++++++name"), {})->data() ==
        "data for\n\n        name");
}

TEST_CASE("[C4] Ids and types that would start a field of their own are refused") {
  check_refused({
      {"topic=a&type=x%0Aevent%3A+y", 400, "the field \"type\" holds a control character"},
      {"topic=a&type=x%0D", 400, "the field \"type\" holds a control character"},
      {"topic=a&type=%00", 400, "the field \"type\" holds a control character"},
      {"topic=a&id=1%0A2", 400, "the field \"id\" holds a control character"},
      {"topic=a&id=1%0D2", 400, "the field \"id\" holds a control character"},
      {"topic=a&id=a%00b", 400, "the field \"id\" holds a control character"},
  });
}

TEST_CASE("Ids and types hold no control character and nothing that means something else") {
  check_refused({
      {"topic=a&id=%1F", 400, "the field \"id\" holds a control character"},
      {"topic=a&id=a%09b", 400, "the field \"id\" holds a control character"},
      {"topic=a&id=%7F", 400, "the field \"id\" holds a control character"},
      {"topic=a&id=%C2%80", 400, "the field \"id\" holds a control character"},
      {"topic=a&type=%C2%9F", 400, "the field \"type\" holds a control character"},
      {"topic=a&id=%23", 400, "the field \"id\" begins with \"#\""},
      {"topic=a&id=%23fragment", 400, "the field \"id\" begins with \"#\""},
      {"topic=a&id=earliest", 400, "the id \"earliest\" stands for the start of history"},
      {"topic=a&type=mercure", 400, "the type \"mercure\" is for the hub's own events"},
  });
  for (const update& expected :
       {named("a#"), named("Earliest"), named("earliest1"), named("\xC2\xA0"), named(" x"),
        named("id-[\"topic\",\"other\"]"), named("é→🎉"), named("x", "Mercure"), named("x", "a b"),
        named("x", "#"), named("x", "earliest")}) {
    CAPTURE(expected.id(), expected.type());
    const auto read = try_read_update(
        post("topic=a&id=" + std::string(expected.id() == "a#" ? "a%23" : expected.id()) +
             "&type=" + expected.type()),
        {});
    REQUIRE(read.has_value());
    CHECK(*read == expected);
  }
}

TEST_CASE("A body that is not a form is refused with its type") {
  const refusal none = {400,
                        "the body must be application/x-www-form-urlencoded, and there is no "
                        "Content-Type"};
  CHECK(refused(post("topic=a", std::nullopt)) == none);
  CHECK(refused(post("topic=a", "")) == none);
  struct row {
    std::string type;
    std::string shown;
  };
  const std::vector<row> rows = {
      {"application/json", "application/json"},
      {"multipart/form-data; boundary=x", "multipart/form-data; boundary=x"},
      {"application/x-www-form-urlencoded2", "application/x-www-form-urlencoded2"},
      {"text/plain\r\nSet-Cookie: a", "text/plain\\x0d\\x0aSet-Cookie: a"},
      {std::string(200, 'x'), std::string(120, 'x') + "…"},
  };
  for (const auto& [type, shown] : rows) {
    CAPTURE(type);
    CHECK(
        refused(post("topic=a", type)) ==
        refusal{400, "the body must be application/x-www-form-urlencoded, and Content-Type is \"" +
                         shown + "\""});
  }
  for (const char* const type :
       {"Application/X-WWW-Form-Urlencoded", "application/x-www-form-urlencoded; charset=UTF-8"}) {
    CAPTURE(type);
    CHECK(try_read_update(post("topic=a", type), {}).has_value());
  }
}

TEST_CASE("[F3] A body is published whole or not at all") {
  const std::vector<std::optional<std::string>> fine = {std::nullopt, "", "-1", "18"};
  for (const auto& length : fine) {
    CAPTURE(length.value_or("(absent)"));
    CHECK(*try_read_update(post("topic=a&data=hello", form_type, length), {}) ==
          update({"a"}, "hello"));
  }
  for (const char* const length : {"10", "30", "abc"}) {
    CAPTURE(length);
    CHECK(refused(post("topic=a&data=hello", form_type, length)) ==
          refusal{400, "CONTENT_LENGTH is " + std::string(length) + ", but the body has 18 bytes"});
  }
}

TEST_CASE("A form without a topic is refused") {
  check_refused({
      {"", 400, "the field \"topic\" is missing"},
      {"data=x", 400, "the field \"topic\" is missing"},
      {"Topic=a&topic%5B%5D=a", 400, "the field \"topic\" is missing"},
      {"topic=", 400, "the field \"topic\" is empty"},
      {"topic=a&topic&topic=b", 400, "the field \"topic\" is empty"},
  });
}

TEST_CASE("[C5] Text that is not UTF-8 is refused with its field") {
  check_refused({
      {"topic=a&data=%FF", 400, "the field \"data\" is not UTF-8"},
      {"topic=a&data=\xFF", 400, "the field \"data\" is not UTF-8"},
      {"topic=%C3", 400, "the field \"topic\" is not UTF-8"},
      {"topic=a&topic=%ED%A0%80", 400, "the field \"topic\" is not UTF-8"},
      {"topic=a&id=%C0%80", 400, "the field \"id\" is not UTF-8"},
      {"topic=a&type=%F4%90%80%80", 400, "the field \"type\" is not UTF-8"},
      {"topic=a&retry=%80", 400, "the field \"retry\" is not UTF-8"},
      {"topic=a&private=%FE", 400, "the field \"private\" is not UTF-8"},
      {"topic=a&other=%FF", 400, "the field \"other\" is not UTF-8"},
      {"topic=a&o%FF=1", 400, "the field \"o\\xff\" is not UTF-8"},
      {"topic=a&data=good&data=%FF", 400, "the field \"data\" is not UTF-8"},
  });
}

TEST_CASE("[C5] Data up to the limit is taken, byte for byte, and not one byte more") {
  const publish_limits within;
  for (const std::size_t offset : {0U, 1U, 2U}) {
    CAPTURE(offset);
    std::string data(offset, 'x');
    std::string body = "topic=t&data=" + data;
    while (data.size() + 3 <= within.message_bytes) {
      data += "\xE2\x86\x92";
      body += "%E2%86%92";
    }
    const std::string rest(within.message_bytes - data.size(), 'y');
    CHECK(try_read_update(post(body + rest), within)->data() == data + rest);
    CHECK(refused(post(body + rest + "z"), within) ==
          refusal{413, "the field \"data\" is longer than 1048576 bytes"});
  }
}

TEST_CASE("Topics and names are limited, each at its border") {
  publish_limits small;
  small.topics = 2;
  small.name_bytes = 4;
  small.message_bytes = 3;
  CHECK(*try_read_update(post("topic=abcd&topic=%E2%86%92e&id=1234&type=5678&data=123"), small) ==
        update({"abcd", "→e"}, "123").id("1234").type("5678"));
  check_refused(
      {
          {"topic=a&topic=b&topic=c", 413, "there are more than 2 topics"},
          {"topic=a&topic=a&topic=a", 413, "there are more than 2 topics"},
          {"topic=abcde", 413, "the topic \"abcde\" is longer than 4 bytes"},
          {"topic=a&data=1234", 413, "the field \"data\" is longer than 3 bytes"},
          {"topic=a&id=12345", 413, "the field \"id\" is longer than 4 bytes"},
          {"topic=a&type=12345", 413, "the field \"type\" is longer than 4 bytes"},
      },
      small);
}

TEST_CASE("The limits that nothing else is said about are 100 topics of 1024 bytes") {
  std::string body;
  for (int i = 0; i < 100; ++i) body += "topic=" + std::string(1024, 'x') + '&';
  CHECK(try_read_update(post(body), {})->topics() ==
        std::vector<std::string>(100, std::string(1024, 'x')));
  CHECK(refused(post(body + "topic=y")) == refusal{413, "there are more than 100 topics"});
  CHECK(refused(post("topic=" + std::string(1025, 'x'))) ==
        refusal{413, "the topic \"" + std::string(120, 'x') + "…\" is longer than 1024 bytes"});
}

TEST_CASE("A retry time is a number of 64 bits in digits") {
  struct row {
    std::string text;
    std::optional<milliseconds> expected;
  };
  const std::vector<row> rows = {
      {"1", milliseconds(1)},
      {"05000", milliseconds(5000)},
      {"0", std::nullopt},
      {"9223372036854775807", milliseconds::max()},
      {"18446744073709551615", milliseconds::max()},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(try_read_update(post("topic=a&retry=" + text), {})->retry() == expected);
  }
  for (const char* const text : {"-1", "%2B1", "1.5", "1s", "abc", "+1", "1+", "0x10", "1e3",
                                 "18446744073709551616", "1%00", "%D9%A1"}) {
    CAPTURE(text);
    CHECK(refused(post("topic=a&retry=" + std::string(text))) ==
          refusal{400, "the field \"retry\" is not a whole number of milliseconds"});
  }
}

TEST_CASE("Nobody publishes to all topics or to the hub's own") {
  check_refused({
      {"topic=*", 400, "the topic \"*\" stands for all topics and is none itself"},
      {"topic=a&topic=%2A", 400, "the topic \"*\" stands for all topics and is none itself"},
      {"topic=/.well-known/mercure/subscriptions/a/b", 400,
       "the topic \"/.well-known/mercure/subscriptions/a/b\" belongs to the hub itself"},
      {"topic=a&topic=https://example.com/.well-known/mercure", 400,
       "the topic \"https://example.com/.well-known/mercure\" belongs to the hub itself"},
      {"topic=a%0Ab", 400, "the topic \"a\\x0ab\" holds a control character"},
      {"topic=a%00", 400, "the topic \"a\\x00\" holds a control character"},
      {"topic=%C2%85", 400, "the topic \"\\xc2\\x85\" holds a control character"},
  });
  publish_limits moved;
  moved.hub_path = "/hub";
  check_refused({{"topic=/hub/x", 400, "the topic \"/hub/x\" belongs to the hub itself"}}, moved);
  CHECK(try_read_update(post("topic=/.well-known/mercure"), moved).has_value());
}

TEST_CASE("[H8] Topics are decoded once and otherwise kept byte for byte") {
  const auto read = try_read_update(
      post("topic=%2Fo%2F7&topic=/o/%2537&topic=/o/a%252Fb&topic=/o/+&topic=/o/%2B&topic=/O/7&"
           "topic=/o/7?x&topic=caf%C3%A9&topic=cafe%CC%81&topic=**&topic=/o/{id}"),
      {});
  REQUIRE(read.has_value());
  CHECK(read->topics() == std::vector<std::string>{"/o/7", "/o/%37", "/o/a%2Fb", "/o/ ", "/o/+",
                                                   "/O/7", "/o/7?x", "caf\xC3\xA9", "cafe\xCC\x81",
                                                   "**", "/o/{id}"});
}

TEST_CASE("Of several faults the one is told that the reference hub tells") {
  const std::string rest = "&id=%23&type=mercure";
  std::string topics;
  for (int i = 0; i < 101; ++i) topics += "topic=*&";
  CHECK(refused(post("id=%FF", "text/plain", "1")).sentence.starts_with("the body must be"));
  CHECK(refused(post("id=%FF", form_type, "1")).sentence.starts_with("CONTENT_LENGTH"));
  check_refused({
      {"retry=x&data=%FF" + rest, 400, "the field \"data\" is not UTF-8"},
      {"retry=x" + rest, 400, "the field \"topic\" is missing"},
      {topics + "retry=x" + rest, 413, "there are more than 100 topics"},
      {"topic=*&retry=x" + rest, 400, "the field \"retry\" is not a whole number of milliseconds"},
      {"topic=*" + rest, 400, "the topic \"*\" stands for all topics and is none itself"},
      {"topic=a" + rest, 400, "the field \"id\" begins with \"#\""},
      {"topic=a&type=mercure", 400, "the type \"mercure\" is for the hub's own events"},
  });
}

TEST_CASE("A refusal is a line of text that no cache keeps") {
  CHECK(sluice::http::encode_reply(to_reply(refused(post("topic=*"))),
                                   sluice::http::answer_part::whole) ==
        "Status: 400 Bad Request\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Cache-Control: no-store\r\n"
        "Content-Length: 56\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n"
        "the topic \"*\" stands for all topics and is none itself.\n");
}

TEST_CASE("A publisher is answered the id and nothing more") {
  CHECK(sluice::http::encode_reply(sluice::mercure::accepted("id-[\"topic\",\"é\"]"),
                                   sluice::http::answer_part::whole) ==
        "Status: 200 OK\r\n"
        "Content-Type: text/plain; charset=utf-8\r\n"
        "Content-Length: 17\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n"
        "id-[\"topic\",\"é\"]");
}
