// A stream ends with its token (Mercure draft 07, "Authorization of subscribers"; field report H7).
#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
using std::chrono::system_clock;

namespace {

// Until it goes, publishes private updates of the topic "a" whose data is the time just before.
class publishing_the_time final {
 public:
  explicit publishing_the_time(const std::string& address)
      : thread_([this, address] { publish(address); }) {}
  ~publishing_the_time() {
    is_stopped_ = true;
    thread_.join();
  }

 private:
  void publish(const std::string& address) {
    // Often enough that the last before the end is close to it.
    constexpr auto pause = 5ms;
    publisher by(address, publisher_token());
    while (!is_stopped_) {
      const auto now = system_clock::now().time_since_epoch().count();
      by.publish({{"topic", "a"}, {"data", std::to_string(now)}, {"private", "on"}});
      std::this_thread::sleep_for(pause);
    }
  }

  std::atomic<bool> is_stopped_{false};
  std::thread thread_;
};

system_clock::time_point time_of(const event_block& event) {
  return system_clock::time_point(system_clock::duration(std::stoll(*event.data)));
}

std::string token_until(system_clock::time_point end) {
  return make_token(claims_text({}, {"a"}, "\"exp\":" + seconds_text(end)));
}

void check_ends_at(const hub_worker& with, const web_request& asked, const std::string& token,
                   system_clock::time_point end) {
  const publishing_the_time publishing(with.address());
  subscriber reader(with.address(), with_bearer(asked, token));
  const auto ending = reader.read_to_end(within(20s));
  CHECK(ending.cut.empty());
  CHECK(ending.has_ended_output);
  CHECK(ending.end == request_complete);
  REQUIRE_FALSE(ending.events.empty());
  // Nothing that was published from the end on has come, and not much of what was before is
  // missing.
  CHECK(time_of(ending.events.back()) < end);
  CHECK(time_of(ending.events.back()) > end - scaled(800ms));
  // The stream may have ended some milliseconds early.
  REQUIRE(eventually(within(), [&] { return system_clock::now() >= end; }));
  check_refusal(with.answer_to(with_bearer(asked, token)), 401);
}

// How many events come until the stream ends; throws for one that has another size.
std::size_t count_events(subscriber& reader, std::size_t data_bytes) {
  std::size_t events = 0;
  try {
    while (reader.next().data->size() == data_bytes) ++events;
  } catch (const peer_error& over) {
    if (over.kind() == peer_trouble::closed) return events;
    throw;
  }
  throw std::logic_error("an event of another size");
}

}  // namespace

TEST_CASE("A stream ends at an event's border when its token does, and never later", "[H7]") {
  hub_worker with(worker_plan::hub());
  // Not at a whole second, so that a fraction dropped is seen.
  const auto end = std::chrono::floor<std::chrono::seconds>(system_clock::now()) + scaled(2500ms);
  check_ends_at(with, subscribe_request({"a"}), token_until(end), end);
}

TEST_CASE("The clock's leeway lengthens a stream by as much", "[H7]") {
  hub_worker with(worker_plan::hub().option("--clock-leeway", "3s"));
  const auto now = system_clock::now();
  const auto end = now + scaled(2s);
  check_ends_at(with, subscribe_request({"a"}), token_until(end - 3s), end);
}

TEST_CASE("A stream ends in the middle of its replay when its token does", "[H7]") {
  hub_worker with(worker_plan::hub());
  publisher by(with.address(), publisher_token());
  const std::string large(100'000, 'x');
  for (int i = 0; i < 100; ++i) by.publish("a", large);
  const auto end = system_clock::now() + scaled(1500ms);
  auto asked = with_bearer(subscribe_request({"a"}).last_event_id("earliest"), token_until(end));
  subscriber reader(with.address(), asked);
  // Reads nothing until the worker has let it go: ten megabytes do not fit between the two.
  REQUIRE(with.running().wait_for_error("the token expired", within(20s)));
  CHECK(system_clock::now() < end + scaled(1s));
  const auto events = count_events(reader, large.size());
  CHECK(events > 0);
  CHECK(events < 100);
}

TEST_CASE("A token without an end keeps its stream, and one far away does too", "[H7]") {
  hub_worker with(worker_plan::hub());
  auto endless = with.stream(with_bearer(subscribe_request({"a"}), subscriber_token({"a"})));
  auto distant = with.stream(with_bearer(
      subscribe_request({"a"}), make_token(claims_text({}, {"a"}, R"("exp":253402300799)"))));
  auto beyond = with.stream(
      with_bearer(subscribe_request({"a"}), make_token(claims_text({}, {"a"}, R"("exp":1e300)"))));
  publisher(with.address(), publisher_token()).publish("a", "1");
  for (subscriber* each : {&endless, &distant, &beyond}) CHECK(each->next().data == "1");
}
