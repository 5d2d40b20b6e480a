// Hubs whose topics are for those alone who are granted them (option --require-grant).
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;

namespace {

web_request reading(const std::vector<std::string>& selectors,
                    const std::vector<std::string>& grants) {
  return with_bearer(subscribe_request(selectors), subscriber_token(grants));
}

}  // namespace

TEST_CASE("With require-grant a stream needs a grant for each of its topics", "[F8]") {
  hub_worker with(worker_plan::hub().flag("--require-grant"));
  check_refusal(with.answer_to(subscribe_request({"a"})), 401);
  check_refusal(with.answer_to(reading({"a"}, {})), 403);
  check_refusal(with.answer_to(reading({"a"}, {"b"})), 403);
  const auto refused = with.answer_to(reading({"a", "b"}, {"a"}));
  check_refusal(refused, 403);
  CHECK(refused.body.find("\"b\"") != std::string::npos);
  check_refusal(with.answer_to(reading({"*"}, {"a"})), 403);
  check_refusal(with.answer_to(reading({"/x/{id}"}, {"/x/1"})), 403);

  auto exact = with.stream(reading({"a"}, {"a"}));
  auto pattern = with.stream(reading({"/x/{id}", "/x/1"}, {"/x/{id}"}));
  auto all = with.stream(reading({"*"}, {"*"}));
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", "a"}, {"topic", "/x/1"}, {"data", "1"}});
  for (subscriber* each : {&exact, &pattern, &all}) CHECK(each->next().data == "1");
}

TEST_CASE("With require-grant a cookie that has gone ends in a refusal, not in silence", "[F8]") {
  hub_worker with(open_hub().flag("--require-grant"));
  const auto answer = with.answer_to(subscribe_request({"a"}));
  CHECK((answer.code() == 401 || answer.code() == 403));
  check_refusal(answer, answer.code());
}
