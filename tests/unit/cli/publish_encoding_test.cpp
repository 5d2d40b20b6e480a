#include "cli/publish_encoding.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

#include "cli/publish_answer.hpp"

using namespace std::chrono_literals;
using namespace sluice::cli;
using sluice::audience;
using sluice::update;

TEST_CASE("A line of the control socket has only what is set") {
  CHECK(encode_control_line(update({"news"}, "")) == "{\"topic\":\"news\",\"data\":\"\"}\n");
  update all({"a", "b"}, "1\n2\r\"\xC3\xA9");
  all.id("i").type("t").retry(1500ms).to(audience::granted);
  CHECK(encode_control_line(all) == R"({"topic":["a","b"],"data":"1\n2\r\")"
                                    "\xC3\xA9"
                                    R"(","private":true,"id":"i","type":"t","retry":1500})"
                                    "\n");
}

TEST_CASE("A form has a topic parameter for each topic, and only what is set") {
  CHECK(encode_form(update({"news"}, "")) == "topic=news&data=");
  update all({"a/{b}", "c d"}, "1&2\n\xC3\xA9");
  all.id("i").type("t").retry(1500ms).to(audience::granted);
  CHECK(encode_form(all) ==
        "topic=a%2F%7Bb%7D&topic=c%20d&data=1%262%0A%C3%A9&private=on&id=i&type=t&retry=1500");
}

TEST_CASE("Answers of the control socket are read") {
  const auto fine = try_parse_answer(R"({"id":"urn:uuid:1"})");
  REQUIRE(fine.has_value());
  CHECK(fine->is_accepted());
  CHECK(fine->id == "urn:uuid:1");
  const auto wrong = try_parse_answer(R"({"status":400,"error":"no topic"})");
  REQUIRE(wrong.has_value());
  CHECK_FALSE(wrong->is_accepted());
  CHECK(*wrong == publish_answer{400, "", "no topic", std::nullopt});
  CHECK(*try_parse_answer(R"({"status":503,"error":"busy","retry_after":7})") ==
        publish_answer{503, "", "busy", 7s});
  CHECK(try_parse_answer(R"({"status":503,"retry_after":99999999999999999})")->retry_after == 1h);
  for (const char* const line :
       {"", "HTTP/1.1 400 Bad Request", "[]", "{}", R"({"status":200})", R"({"status":-1})",
        R"({"status":99999999999})", R"({"id":7})", R"({"id":"x")"}) {
    INFO(line);
    CHECK_FALSE(try_parse_answer(line).has_value());
  }
}
