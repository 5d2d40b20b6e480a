// Streams that end behind each batch, for clients behind a web server that holds streams back.
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;

namespace {

web_request batch_request(const std::optional<std::string>& last_id) {
  auto asked = subscribe_request({"a"}, {{"batch", ""}});
  return last_id ? asked.last_event_id(*last_id) : asked;
}

}  // namespace

TEST_CASE("A batch is all that is held behind the last id, and then the stream ends") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  for (int i = 0; i < 3; ++i) by.publish("a", std::to_string(i));
  auto reader = with.stream(batch_request("earliest"));
  const auto ending = reader.read_to_end();
  CHECK(ending.cut.empty());
  CHECK(ending.end == request_complete);
  REQUIRE(ending.events.size() == 3);
  for (int i = 0; i < 3; ++i) CHECK(ending.events[std::size_t(i)].data == std::to_string(i));
}

TEST_CASE("Who has everything waits for the next update, and has nothing twice and none left out") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  std::optional<std::string> last_id = by.publish("a", "0");
  for (int i = 1; i <= 40; ++i) {
    auto reader = with.stream(batch_request(last_id));
    by.publish("b", "other");
    by.publish("a", std::to_string(i));
    const auto ending = reader.read_to_end();
    REQUIRE(ending.events.size() == 1);
    CHECK(ending.events[0].data == std::to_string(i));
    CHECK(ending.cut.empty());
    last_id = ending.events[0].id;
  }
}
