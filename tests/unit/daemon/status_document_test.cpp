#include "daemon/status_document.hpp"

#include <algorithm>
#include <memory>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "history/memory_log.hpp"

using namespace sluice;
using daemon::access;

namespace {

std::string no_frame(const update&) {
  return {};
}

// Fails every update, as a log whose disk is full.
struct failing_log final : history::log {
  result<> load(const history::limits&, history::wall_time, const history::replay_sink&) override {
    return {};
  }
  void append(update, history::wall_time, history::completion on_done) override {
    on_done(failure{errc::history_unavailable, "the disk is full"});
  }
  void close() override {}
};

template <class Log>
std::unique_ptr<hub::hub> make_hub() {
  return std::make_unique<hub::hub>(std::make_unique<Log>(), history::limits{}, no_frame);
}

daemon::overview with_one_stream() {
  daemon::overview found;
  found.streams.streams = 1;
  found.streams.add_slow("192.0.2.7", 4096);
  found.streams.add_crowd({{hub::selector("secret/topic")}, {}}, 1);
  return found;
}

nlohmann::json read(const daemon::overview& found, const hub::hub& of,
                    access::administrator_by to) {
  return nlohmann::json::parse(
      daemon::status_document(found, of, {std::chrono::seconds(5), "nginx/1.22.1"}, to));
}

}  // namespace

TEST_CASE("Topics, ids and addresses are for an admin's token only", "[H2]") {
  const auto hub = make_hub<history::memory_log>();
  hub->publish(update({"secret/topic"}, "x").id("urn:secret:id"), [](result<std::string>) {});
  const auto shown = read(with_one_stream(), *hub, access::administrator_by::address);
  CHECK(shown["streams"] == 1);
  CHECK(shown["proxy"] == "nginx/1.22.1");
  CHECK(shown["history"]["updates"] == 1);
  CHECK(shown.dump().find("secret") == std::string::npos);
  CHECK(shown.dump().find("192.0.2.7") == std::string::npos);
  const auto all = read(with_one_stream(), *hub, access::administrator_by::token);
  CHECK(all["slowest"][0]["address"] == "192.0.2.7");
  CHECK(all["slowest"][0]["behind_bytes"] == 4096);
  CHECK(all["largest"][0]["topics"] == "secret/topic");
  CHECK(all["newest_id"] == "urn:secret:id");
}

TEST_CASE("Counts are named after the metrics, with their labels") {
  daemon::overview found;
  metrics::sheet counted;
  counted.add(metrics::counter::ended_drain, 3);
  counted.add_to(found.counted);
  const auto hub = make_hub<history::memory_log>();
  const auto shown = read(found, *hub, access::administrator_by::address);
  CHECK(shown["counts"]["streams_ended.drain"] == 3);
  CHECK(shown["counts"]["deliveries"] == 0);
  CHECK(shown["delivery"]["bounds"].size() + 1 == shown["delivery"]["counts"].size());
}

TEST_CASE("A worker whose history takes nothing is not ready, and says why") {
  const auto fine = make_hub<history::memory_log>();
  CHECK(daemon::health_document(daemon::reasons_not_ready(*fine)) ==
        "{\"live\":true,\"ready\":true,\"reasons\":[]}\n");
  const auto failing = make_hub<failing_log>();
  failing->publish(update({"a"}, "x"), [](result<std::string>) {});
  CHECK(daemon::health_document(daemon::reasons_not_ready(*failing)) ==
        "{\"live\":true,\"ready\":false,\"reasons\":[\"history cannot take updates: publishing is "
        "answered 503 until it can\"]}\n");
  const auto now = daemon::gauges({}, *failing, {});
  const auto available = std::find_if(now.begin(), now.end(), [](const metrics::gauge& each) {
    return each.name == "sluice_history_available";
  });
  REQUIRE(available != now.end());
  CHECK(available->value == 0);
}
