#include "sources/control_conversation.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using sluice::update;
using sluice::sources::control_conversation;
using sluice::sources::conversation_limits;
using sluice::sources::ended;
using sluice::sources::numbered_order;
using sluice::sources::outcome;
using sluice::sources::published;
using sluice::sources::rejection;
using sluice::sources::topic_end;
using sluice::sources::unfinished_line;
using sluice::test::at_every_split;

namespace {

constexpr conversation_limits usual{100, 3};

std::string line(const std::string& topic) {
  return R"({"topic":")" + topic + "\"}\n";
}

// An id made of what is published; the rejection of a line that has no order.
outcome outcome_of(const numbered_order& asked) {
  if (const auto* const what = std::get_if<update>(&asked.what)) {
    return published{"id of " + (what->topics().empty() ? "nothing" : what->topics().front())};
  }
  if (const auto* const what = std::get_if<topic_end>(&asked.what)) return ended{what->topic};
  return std::get<rejection>(asked.what);
}

std::string take_output(control_conversation& from) {
  const std::string text(from.output());
  from.drop_output(text.size());
  return text;
}

// Takes the next order, which must be for `topic`, and returns its line.
std::uint64_t take(control_conversation& from, const std::string& topic) {
  const auto next = from.take_order();
  REQUIRE(next.has_value());
  REQUIRE(std::holds_alternative<update>(next->what));
  CHECK(std::get<update>(next->what).topics() == std::vector{topic});
  return next->line;
}

}  // namespace

TEST_CASE("Every line is answered with a line, in order, however the bytes come") {
  const std::string sent = line("a") + "x\n" + line(std::string(100, 'l')) +
                           R"({"topic":["b","c"],"data":"é"})"
                           "\r\n"
                           R"({"end":"a"})"
                           "\n\n"
                           "{\"data\":\"\xFF\"}\n" +
                           R"({"topic":"d","tpye":"x"})" + "\n" + R"({"topic":"last"})";
  const std::string expected =
      R"({"id":"id of a"})"
      "\n"
      R"({"status":400,"error":"line 2: the line is not JSON at byte 1"})"
      "\n"
      R"({"status":413,"error":"line 3: the line is longer than 100 bytes"})"
      "\n"
      R"({"id":"id of b"})"
      "\n"
      R"({"ended":"a"})"
      "\n"
      R"({"status":400,"error":"line 6: the line is not JSON at byte 1"})"
      "\n"
      R"({"status":400,"error":"line 7: the line is not UTF-8"})"
      "\n"
      R"({"status":400,"error":"line 8: the member \"tpye\" is unknown"})"
      "\n"
      R"({"id":"id of last"})"
      "\n";
  at_every_split(sent, [&](const auto& pieces, std::size_t size) {
    INFO("split size " << size);
    control_conversation under_test(usual);
    std::string answers;
    const auto act = [&] {
      while (const auto next = under_test.take_order()) {
        under_test.answer(next->line, outcome_of(*next));
      }
      answers += take_output(under_test);
    };
    for (const std::string_view piece : pieces) {
      REQUIRE(under_test.wants_input());
      under_test.feed(piece);
      act();
    }
    CHECK_FALSE(under_test.is_over());
    under_test.end_input(unfinished_line::counts);
    CHECK_FALSE(under_test.is_over());
    act();
    CHECK(answers == expected);
    CHECK(under_test.is_over());
  });
}

TEST_CASE("Answers keep the order of the lines, whatever the order of the outcomes") {
  control_conversation under_test(usual);
  under_test.feed(line("a") + line("b") + line("c"));
  const auto first = take(under_test, "a");
  const auto second = take(under_test, "b");
  const auto third = take(under_test, "c");
  under_test.answer(third, published{"3"});
  under_test.answer(second, rejection{503, "later", std::chrono::seconds(2)});
  CHECK(under_test.output().empty());
  under_test.answer(first, published{"1"});
  CHECK(take_output(under_test) == R"({"id":"1"})"
                                   "\n"
                                   R"({"status":503,"error":"line 2: later","retry_after":2})"
                                   "\n"
                                   R"({"id":"3"})"
                                   "\n");
}

TEST_CASE("An answer is JSON whatever the id and the topic hold") {
  control_conversation under_test(usual);
  under_test.feed(line("a") + R"({"end":"\"é\n"})" + "\n");
  under_test.answer(take(under_test, "a"), published{"q\"\\é🎉"});
  const auto end = under_test.take_order();
  REQUIRE(end.has_value());
  under_test.answer(end->line, outcome_of(*end));
  CHECK(take_output(under_test) ==
        "{\"id\":\"q\\\"\\\\é🎉\"}\n"
        "{\"ended\":\"\\\"é\\n\"}\n");
}

TEST_CASE("The end of a topic waits for the lines before it, and those after it for the end") {
  control_conversation under_test(usual);
  under_test.feed(line("a") + line("b") + R"({"end":"a"})" + "\n" + line("c"));
  const auto first = take(under_test, "a");
  const auto second = take(under_test, "b");
  CHECK_FALSE(under_test.take_order().has_value());
  CHECK_FALSE(under_test.wants_input());
  under_test.answer(second, published{"2"});
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.answer(first, published{"1"});
  const auto end = under_test.take_order();
  REQUIRE(end.has_value());
  CHECK(end->line == 3);
  CHECK(std::get<topic_end>(end->what) == topic_end{"a"});
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.answer(end->line, ended{"a"});
  CHECK(take(under_test, "c") == 4);
}

TEST_CASE("At the number of unanswered lines no further line is taken") {
  conversation_limits small = usual;
  small.unanswered_lines = 2;
  control_conversation under_test(small);
  under_test.feed(line("a") + line("b") + line("c"));
  const auto first = take(under_test, "a");
  CHECK(under_test.wants_input());
  const auto second = take(under_test, "b");
  CHECK_FALSE(under_test.take_order().has_value());
  CHECK_FALSE(under_test.wants_input());
  // The first is still unanswered, so the answer to the second waits, and its place is taken.
  under_test.answer(second, published{"2"});
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.answer(first, published{"1"});
  CHECK(take(under_test, "c") == 3);
  CHECK(under_test.wants_input());
}

TEST_CASE("Lines without an order count as unanswered like others") {
  conversation_limits small = usual;
  small.unanswered_lines = 2;
  control_conversation under_test(small);
  under_test.feed(line("a") + "x\ny\n");
  const auto first = take(under_test, "a");
  const auto second = under_test.take_order();
  REQUIRE(second.has_value());
  under_test.answer(second->line, outcome_of(*second));
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.answer(first, published{"1"});
  CHECK(under_test.take_order().has_value());
}

TEST_CASE("Unanswered lines hold no more bytes than the longest line, and one line more") {
  control_conversation under_test(conversation_limits{30, 3});
  const std::string long_line = line("aaaaaaaaaaaaaaaa");
  REQUIRE(long_line.size() > 16);
  under_test.feed(long_line + long_line + long_line);
  const auto first = take(under_test, "aaaaaaaaaaaaaaaa");
  take(under_test, "aaaaaaaaaaaaaaaa");
  CHECK_FALSE(under_test.take_order().has_value());
  CHECK_FALSE(under_test.wants_input());
  under_test.answer(first, published{"1"});
  take(under_test, "aaaaaaaaaaaaaaaa");
}

TEST_CASE("A client that takes no answers is read no further") {
  conversation_limits small = usual;
  small.unread_bytes = 20;
  control_conversation under_test(small);
  under_test.feed(line("a") + line("b") + line("c"));
  under_test.answer(take(under_test, "a"), published{"1"});
  CHECK(under_test.output().size() < 20);
  under_test.answer(take(under_test, "b"), published{"2"});
  CHECK_FALSE(under_test.take_order().has_value());
  CHECK_FALSE(under_test.wants_input());
  under_test.drop_output(11);
  CHECK(under_test.wants_input());
  CHECK(take(under_test, "c") == 3);
}

TEST_CASE("A last line without a line break counts where the client has ended its input") {
  control_conversation under_test(usual);
  under_test.feed(line("a") + R"({"topic":"b"})");
  const auto first = take(under_test, "a");
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.end_input(unfinished_line::counts);
  CHECK_FALSE(under_test.wants_input());
  const auto second = take(under_test, "b");
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.answer(first, published{"1"});
  under_test.answer(second, published{"2"});
  CHECK_FALSE(under_test.is_over());
  take_output(under_test);
  CHECK(under_test.is_over());
}

TEST_CASE("A last line that was too long is answered at the end of the input") {
  control_conversation under_test(usual);
  under_test.feed(std::string(200, 'x'));
  CHECK_FALSE(under_test.take_order().has_value());
  under_test.end_input(unfinished_line::counts);
  const auto next = under_test.take_order();
  REQUIRE(next.has_value());
  CHECK(std::get<rejection>(next->what) == rejection{413, "the line is longer than 100 bytes"});
}

TEST_CASE("Where no more is read, whole lines are answered and an unfinished one is dropped") {
  conversation_limits small = usual;
  small.unanswered_lines = 1;
  control_conversation under_test(small);
  under_test.feed(line("a") + line("b") + R"({"topic":"c"})");
  const auto first = take(under_test, "a");
  under_test.end_input(unfinished_line::is_dropped);
  CHECK_FALSE(under_test.wants_input());
  CHECK_FALSE(under_test.is_over());
  under_test.answer(first, published{"1"});
  under_test.answer(take(under_test, "b"), published{"2"});
  CHECK_FALSE(under_test.take_order().has_value());
  CHECK(take_output(under_test) == "{\"id\":\"1\"}\n{\"id\":\"2\"}\n");
  CHECK(under_test.is_over());
}

TEST_CASE("A conversation without a line is over when the input ends") {
  control_conversation under_test(usual);
  CHECK_FALSE(under_test.is_over());
  under_test.end_input(unfinished_line::counts);
  CHECK(under_test.is_over());
}
