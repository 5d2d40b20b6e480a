#include "daemon/local_publisher.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <catch2/catch.hpp>

#include "daemon/update_frame.hpp"
#include "history/memory_log.hpp"

using sluice::update;
using sluice::daemon::control_limits;
using sluice::daemon::local_publisher;
using sluice::mercure::publish_limits;
using namespace sluice::sources;
using namespace std::chrono_literals;

namespace {

// A log whose disk is full.
class full_log final : public sluice::history::log {
 public:
  sluice::result<> load(const sluice::history::limits&, sluice::history::wall_time,
                        const sluice::history::replay_sink&) override {
    return {};
  }
  void append(update, sluice::history::wall_time, sluice::history::completion on_done) override {
    on_done(sluice::failure{sluice::errc::history_full, "history.db"});
  }
  void close() override {}
};

struct fixture {
  explicit fixture(
      std::unique_ptr<sluice::history::log> log = std::make_unique<sluice::history::memory_log>())
      : hub(std::move(log), sluice::history::limits{}, sluice::daemon::update_frame),
        under_test(hub, limits, 3s) {}

  outcome publish(update what) {
    std::optional<outcome> found;
    under_test.publish(std::move(what), [&](outcome came) { found = std::move(came); });
    return found.value();
  }
  outcome end(const std::string& topic) {
    std::optional<outcome> found;
    under_test.end(topic, [&](outcome came) { found = std::move(came); });
    return found.value();
  }

  publish_limits limits;
  sluice::hub::hub hub;
  local_publisher under_test;
};

}  // namespace

TEST_CASE("An update is held by the hub under the id that its source is told") {
  fixture with;
  const auto told = with.publish(update({"t"}, "d"));
  REQUIRE(std::holds_alternative<published>(told));
  CHECK(std::get<published>(told).id == with.hub.newest_id());
  CHECK(with.publish(update({"t"}, "d").id("mine")) == outcome(published{"mine"}));
  CHECK(with.hub.newest() == 2);
}

TEST_CASE("[C4] An update against the rules is refused and held by nobody") {
  fixture with;
  CHECK(with.publish(update({"t"}, "d").id("1\n2")) ==
        outcome(rejection{400, "the field \"id\" holds a control character"}));
  CHECK(with.publish(update({"*"}, "d")) ==
        outcome(rejection{400, "the topic \"*\" stands for all topics and is none itself"}));
  CHECK(with.publish(update({"t"}, std::string(1024 * 1024 + 1, 'x'))) ==
        outcome(rejection{413, "the field \"data\" is longer than 1048576 bytes"}));
  CHECK(with.hub.newest() == 0);
}

TEST_CASE("While history cannot take updates a source is told when to come again") {
  fixture with(std::make_unique<full_log>());
  CHECK(with.publish(update({"t"}, "d")) ==
        outcome(rejection{503, "history cannot take the update now", 3s}));
}

TEST_CASE("A topic is ended by its name alone") {
  fixture with;
  CHECK(with.end("t") == outcome(ended{"t"}));
  CHECK(with.end("") == outcome(rejection{400, "the field \"topic\" is empty"}));
  CHECK(with.end("*") ==
        outcome(rejection{400, "the topic \"*\" stands for all topics and is none itself"}));
  CHECK(with.end("/a/{b}") ==
        outcome(
            rejection{400, "a topic is ended by its name, and \"/a/{b}\" is a pattern of names"}));
}

TEST_CASE("The longest line is long enough for the longest update, escaped as far as JSON can") {
  publish_limits limits;
  limits.message_bytes = 1000;
  limits.topics = 3;
  limits.name_bytes = 50;
  const auto escaped = [](std::size_t bytes) {
    std::string text;
    for (std::size_t i = 0; i < bytes; ++i) text += "\\u0001";
    return " \"" + text + "\" ";
  };
  const std::string name = escaped(50);
  const std::string line = R"({"retry": 18446744073709551615, "private": false, "topic": [)" +
                           name + "," + name + "," + name + R"(], "data":)" + escaped(1000) +
                           R"(, "id":)" + name + R"(, "type":)" + name + "}";
  const auto read = read_control_line(line, 3);
  REQUIRE(std::holds_alternative<update>(read));
  CHECK(std::get<update>(read).data() == std::string(1000, '\1'));
  CHECK(line.size() <= control_limits(limits).line_bytes);
  CHECK(line.size() * 2 > control_limits(limits).line_bytes);
  CHECK(control_limits(limits).topics == 3);
}
