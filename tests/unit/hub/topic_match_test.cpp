#include "hub/topic_match.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::update;
using sluice::hub::is_any_matched;
using sluice::hub::is_matched;
using sluice::hub::may_publish;
using sluice::hub::reaches;
using sluice::hub::selector;
using texts = std::vector<std::string>;

namespace {

std::vector<selector> selectors(const texts& some) {
  return std::vector<selector>(some.begin(), some.end());
}

update public_update(const texts& topics) {
  return update(topics, "data");
}
update private_update(const texts& topics) {
  return update(topics, "data").to(sluice::audience::granted);
}

}  // namespace

TEST_CASE("[H8] One rule says who is reached, what a token grants and what may be published") {
  struct row {
    std::string topic;
    bool is_matched_by_template;
    bool is_matched_by_exact;
  };
  // Topics as they are after their one decoding: a form's `%2Fo%2F7` is the first, its `/o/+` the
  // one with a space.
  const std::vector<row> rows = {
      {"/o/7", true, true},
      {"/o/7/l", false, false},
      {"/o/", true, false},
      {"/o/%37", true, false},
      {"/o/a%2Fb", true, false},
      {"/o/a/b", false, false},
      {"/O/7", false, false},
      {"/o/+", false, false},
      {"/o/ ", false, false},
      {"/o/7?x", false, false},
      {"%2Fo%2F7", false, false},
      {"caf\xC3\xA9", false, false},
      {"caf\x65\xCC\x81", false, false},
  };
  const auto check = [](const std::string& selecting, const std::string& topic, bool is_expected) {
    CAPTURE(selecting, topic);
    const std::vector<selector> some = selectors({selecting});
    const std::vector<selector> all = selectors({"*"});
    CHECK(is_matched(topic, some) == is_expected);
    CHECK(reaches(public_update({topic}), some, {}) == is_expected);
    CHECK(reaches(private_update({topic}), some, all) == is_expected);
    CHECK(reaches(private_update({topic}), all, some) == is_expected);
    CHECK(may_publish({topic}, some) == is_expected);
  };
  for (const auto& [topic, is_matched_by_template, is_matched_by_exact] : rows) {
    check("/o/{id}", topic, is_matched_by_template);
    check("/o/7", topic, is_matched_by_exact);
    check("*", topic, true);
    // Each of them is also a topic of its own, equal to itself byte by byte.
    for (const row& other : rows) check(other.topic, topic, other.topic == topic);
  }
}

TEST_CASE("A private update may be subscribed by one topic and granted by another") {
  const update what = private_update(
      {"https://example.com/books/1",
       "https://example.com/users/foo/?topic=https%3A%2F%2Fexample.com%2Fbooks%2F1"});
  const auto subscribed = selectors({"https://example.com/books/{id}"});
  const auto granted = selectors({"https://example.com/users/foo/{?topic}"});

  CHECK(reaches(what, subscribed, granted));
  CHECK_FALSE(reaches(what, subscribed, {}));
  CHECK_FALSE(reaches(what, {}, granted));
  CHECK_FALSE(reaches(what, subscribed, selectors({"https://example.com/users/bar/{?topic}"})));
  CHECK_FALSE(reaches(what, selectors({"https://example.com/films/{id}"}), granted));
  // Without its alternate topic nothing grants it.
  CHECK_FALSE(reaches(private_update({"https://example.com/books/1"}), subscribed, granted));
}

TEST_CASE("A public update needs a subscription and no grant") {
  CHECK(reaches(public_update({"/o/7"}), selectors({"/o/7"}), {}));
  CHECK(reaches(public_update({"/o/7"}), selectors({"/o/7"}), selectors({"/other"})));
  CHECK_FALSE(reaches(public_update({"/o/7"}), selectors({"/other"}), selectors({"*"})));
  CHECK_FALSE(reaches(public_update({"/o/7"}), {}, selectors({"*"})));
}

TEST_CASE("Any topic and any selector is enough to be reached") {
  const texts topics = {"/canonical", "/alternate"};
  CHECK(reaches(public_update(topics), selectors({"/alternate"}), {}));
  CHECK(reaches(public_update(topics), selectors({"/other", "/canonical"}), {}));
  CHECK(
      reaches(private_update(topics), selectors({"/canonical"}), selectors({"/x", "/alternate"})));
  CHECK_FALSE(reaches(public_update(topics), selectors({"/other", "/another"}), {}));
  CHECK(is_any_matched(topics, selectors({"/{name}"})));
  CHECK_FALSE(is_any_matched({}, selectors({"*"})));
}

TEST_CASE("A star as a grant gives every private topic that is subscribed") {
  CHECK(reaches(private_update({"/o/7"}), selectors({"/o/{id}"}), selectors({"*"})));
  CHECK_FALSE(reaches(private_update({"/p/7"}), selectors({"/o/{id}"}), selectors({"*"})));
}

TEST_CASE("Every topic has to be granted to a publisher") {
  const auto granted = selectors({"/o/{id}", "/exact"});
  CHECK(may_publish({"/o/7"}, granted));
  CHECK(may_publish({"/o/7", "/exact", "/o/8"}, granted));
  CHECK_FALSE(may_publish({"/o/7", "/other"}, granted));
  CHECK_FALSE(may_publish({"/other"}, granted));
  CHECK_FALSE(may_publish({"/o/7"}, {}));
  CHECK_FALSE(may_publish({}, granted));
  CHECK_FALSE(may_publish({}, selectors({"*"})));
  CHECK(may_publish({"/any", "thing"}, selectors({"*"})));
}
