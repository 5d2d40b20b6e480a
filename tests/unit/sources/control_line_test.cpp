#include "sources/control_line.hpp"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

using sluice::audience;
using sluice::update;
using sluice::sources::control_order;
using sluice::sources::read_control_line;
using sluice::sources::rejection;
using sluice::sources::topic_end;
using std::chrono::milliseconds;

namespace {

constexpr std::size_t most_topics = 3;

std::string refused(const std::string& line) {
  const control_order read = read_control_line(line, most_topics);
  const auto* const why = std::get_if<rejection>(&read);
  REQUIRE(why != nullptr);
  CHECK(why->status == 400);
  CHECK_FALSE(why->retry_after.has_value());
  return why->error;
}

update read_update(const std::string& line) {
  const control_order read = read_control_line(line, most_topics);
  const auto* const what = std::get_if<update>(&read);
  CAPTURE(line);
  REQUIRE(what != nullptr);
  return *what;
}

void check_refused(const std::vector<std::pair<std::string, std::string>>& rows) {
  for (const auto& [line, sentence] : rows) {
    CAPTURE(line);
    CHECK(refused(line) == sentence);
  }
}

}  // namespace

TEST_CASE("A line becomes an update with everything it says") {
  update everything({"a", "b"}, "{\"a\":1}");
  everything.id("urn:my-id").type("t").retry(milliseconds(5000)).to(audience::granted);
  const std::vector<std::pair<std::string, update>> rows = {
      {R"({"topic":["a","b"],"data":"{\"a\":1}","private":true,"id":"urn:my-id","type":"t","retry":5000})",
       everything},
      {R"( { "retry" : 5000 , "type":"t","id":"urn:my-id","private":true,"data":"{\"a\":1}",)"
       "\t\"topic\":[ \"a\" , \"b\" ] }\r",
       everything},
      {R"({"topic":"a"})", update({"a"}, "")},
      {R"({"topic":["a"]})", update({"a"}, "")},
      {R"({"topic":"a","data":"","id":"","type":"","private":false})", update({"a"}, "")},
      {R"({"topic":"\u0000\n\ud83c\udf89é","data":"\u0001\r\n\r"})",
       update({std::string("\0\n🎉é", 8)}, "\x01\r\n\r")},
  };
  for (const auto& [line, expected] : rows) {
    CAPTURE(line);
    CHECK(read_update(line) == expected);
  }
}

TEST_CASE("Whether an update may be published is the publisher's to say") {
  CHECK(read_update("{}") == update());
  CHECK(read_update(R"({"topic":[]})") == update());
  CHECK(read_update(R"({"topic":"","data":"x"})") == update({""}, "x"));
  CHECK(read_update(R"({"topic":"*","id":"1\n2","type":"mercure"})") ==
        update({"*"}, "").id("1\n2").type("mercure"));
}

TEST_CASE("Of too many topics one more is kept than there may be") {
  CHECK(read_update(R"({"topic":["a","b","c"]})").topics().size() == 3);
  CHECK(read_update(R"({"topic":["a","b","c","d"]})").topics().size() == 4);
  CHECK(read_update(R"({"topic":["a","b","c","d","e","f"]})").topics().size() == 4);
}

TEST_CASE("A retry time of a line is read as that of a form") {
  CHECK(read_update(R"({"retry":1})").retry() == milliseconds(1));
  CHECK_FALSE(read_update(R"({"retry":0})").retry().has_value());
  CHECK_FALSE(read_update(R"({"retry":-0})").retry().has_value());
  CHECK(read_update(R"({"retry":9223372036854775807})").retry() == milliseconds::max());
  CHECK(read_update(R"({"retry":18446744073709551615})").retry() == milliseconds::max());
  for (const char* const number :
       {"-1", "1.5", "1e3", "18446744073709551616", "\"5000\"", "true", "null", "[1]", "{}"}) {
    CAPTURE(number);
    CHECK(refused(R"({"retry":)" + std::string(number) + "}") ==
          R"(the member "retry" is not a whole number of milliseconds)");
  }
}

TEST_CASE("A line that ends a topic says nothing else") {
  CHECK(read_control_line(R"({"end":"news"})", most_topics) == control_order(topic_end{"news"}));
  CHECK(read_control_line(R"({"end":""})", most_topics) == control_order(topic_end{""}));
  check_refused({
      {R"({"end":"news","topic":"news"})", R"(the member "end" does not go with others)"},
      {R"({"data":"x","end":"news"})", R"(the member "end" does not go with others)"},
      {R"({"end":["news"]})", R"(the member "end" is not a text)"},
      {R"({"end":true})", R"(the member "end" is not a text)"},
  });
}

TEST_CASE("A member that is unknown or given twice is refused by its name") {
  check_refused({
      {R"({"topic":"a","dta":"x"})", R"(the member "dta" is unknown)"},
      {R"({"Topic":"a"})", R"(the member "Topic" is unknown)"},
      {R"({"topics":["a"]})", R"(the member "topics" is unknown)"},
      {R"({"":1})", R"(the member "" is unknown)"},
      {R"({"a\nbé":{"deep":[1]}})", R"(the member "a\x0ab\xc3\xa9" is unknown)"},
      {R"({"topic":"a","topic":"b"})", R"(the member "topic" is given twice)"},
      {R"({"topic":"a","private":false,"private":true})", R"(the member "private" is given twice)"},
      {R"({"end":"a","end":"a"})", R"(the member "end" is given twice)"},
  });
  CHECK(refused("{\"" + std::string(500, 'x') + "\":1}") ==
        "the member \"" + std::string(120, 'x') + "…\" is unknown");
}

TEST_CASE("A member of another type is refused with the type it should have") {
  check_refused({
      {R"({"topic":1})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"topic":null})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"topic":{"a":1}})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"topic":["a",1]})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"topic":["a",["b"]]})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"topic":["a",true]})", R"(the member "topic" is neither a text nor a list of texts)"},
      {R"({"data":{"a":1}})", R"(the member "data" is not a text)"},
      {R"({"data":["x"]})", R"(the member "data" is not a text)"},
      {R"({"data":null})", R"(the member "data" is not a text)"},
      {R"({"data":7})", R"(the member "data" is not a text)"},
      {R"({"id":7})", R"(the member "id" is not a text)"},
      {R"({"type":7.5})", R"(the member "type" is not a text)"},
      {R"({"private":"on"})", R"(the member "private" is neither true nor false)"},
      {R"({"private":1})", R"(the member "private" is neither true nor false)"},
      {R"({"private":null})", R"(the member "private" is neither true nor false)"},
  });
}

TEST_CASE("A line that is not one JSON object is refused") {
  check_refused({
      {"", "the line is not JSON at byte 1"},
      {" ", "the line is not JSON at byte 2"},
      {"{", "the line is not JSON at byte 2"},
      {R"({"topic":"a")", "the line is not JSON at byte 13"},
      {R"({"topic":"a"} x)", "the line is not JSON at byte 15"},
      {R"({"topic":"a"}{"topic":"b"})", "the line is not JSON at byte 14"},
      {R"({"topic":"a",})", "the line is not JSON at byte 14"},
      {R"({'topic':'a'})", "the line is not JSON at byte 2"},
      {R"({"data":"\ud800"})", "the line is not JSON at byte 16"},
      {"{\"data\":\"a\tb\"}", "the line is not JSON at byte 11"},
      {std::string("{\"data\":\"a\0\"}", 13), "the line is not JSON at byte 11"},
      {R"({"retry":1e999})", "the line is not JSON at byte 14"},
      {R"("topic")", "the line is not an object"},
      {"[]", "the line is not an object"},
      {R"(["topic"])", "the line is not an object"},
      {"null", "the line is not an object"},
      {"17", "the line is not an object"},
      {"-1.5", "the line is not an object"},
      {"true", "the line is not an object"},
      {std::string(100'000, '['), "the line is not an object"},
      {"{\"topic\":" + std::string(100'000, '['),
       R"(the member "topic" is neither a text nor a list of texts)"},
  });
}

TEST_CASE("[C5] A line that is not UTF-8 is refused") {
  for (const char* const bytes : {"\xFF", "\xC3", "\xED\xA0\x80", "\xC0\x80", "\xF4\x90\x80\x80"}) {
    CHECK(refused("{\"data\":\"" + std::string(bytes) + "\"}") == "the line is not UTF-8");
  }
  CHECK(refused("\xFF") == "the line is not UTF-8");
}
