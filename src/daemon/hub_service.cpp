#include "daemon/hub_service.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "daemon/publish_route.hpp"
#include "daemon/subscribe_route.hpp"
#include "daemon/update_frame.hpp"
#include "history/memory_log.hpp"
#include "history/sqlite_log.hpp"
#include "mercure/name.hpp"

namespace sluice::daemon {
namespace {

constexpr std::string_view sqlite_prefix = "sqlite:";
// A crowd on a bad network falls behind together; one line says how many.
constexpr auto slow_reader_interval = std::chrono::seconds(5);

result<std::unique_ptr<history::log>> open_log(const std::string& where) {
  if (!where.starts_with(sqlite_prefix)) {
    return std::unique_ptr<history::log>(std::make_unique<history::memory_log>());
  }
  history::sqlite_settings settings;
  settings.path = where.substr(sqlite_prefix.size());
  return history::try_open_sqlite_log(settings);
}

result<std::unique_ptr<hub::hub>> open_hub(const config::settings& settings) {
  auto log = open_log(settings.history);
  if (!log) return log.error();
  auto made = std::make_unique<hub::hub>(
      std::move(*log),
      history::limits{settings.history_updates, settings.history_bytes, settings.history_age},
      update_frame);
  if (auto loaded = made->load(); !loaded) return loaded.error();
  return made;
}

// Without a hub.
result<hub_parts> read_rules(const config::settings& settings) {
  auto access = access::try_make(settings);
  if (!access) return access.error();
  auto cors = http::origin_list::try_parse(settings.cors_origins);
  if (!cors) return cors.error();
  mercure::publish_limits publish;
  publish.message_bytes = settings.message_limit_bytes;
  publish.topics = settings.topics_limit;
  mercure::subscribe_limits subscribe;
  subscribe.topics = settings.topics_limit;
  if (!access->can_publish()) {
    log::warning("publishing over HTTP is off: there is no publisher-key");
  }
  return hub_parts{std::move(*access),
                   http::cross_origin(std::move(*cors)),
                   publish,
                   subscribe,
                   nullptr,
                   nullptr,
                   nullptr};
}

}  // namespace

result<std::unique_ptr<hub_service>> hub_service::try_make(const config::settings& settings) {
  auto rules = read_rules(settings);
  if (!rules) return rules.error();
  auto hub = open_hub(settings);
  if (!hub) return hub.error();
  auto presence = settings.subscriptions ? std::make_unique<hub::presence>() : nullptr;
  return std::unique_ptr<hub_service>(
      new hub_service(std::move(*hub), std::move(presence), std::move(*rules)));
}

hub_service::hub_service(std::unique_ptr<hub::hub> hub, std::unique_ptr<hub::presence> presence,
                         hub_parts rules)
    : hub_(std::move(hub)),
      slow_readers_(std::make_unique<log::limiter>(slow_reader_interval)),
      presence_(std::move(presence)),
      parts_(join(std::move(rules))) {}

hub_parts hub_service::join(hub_parts rules) const {
  rules.hub = hub_.get();
  rules.slow_readers = slow_readers_.get();
  rules.presence = presence_.get();
  return rules;
}

result<> hub_service::renew(const config::settings& settings) {
  auto rules = read_rules(settings);
  if (!rules) return rules.error();
  parts_.replace(join(std::move(*rules)));
  return {};
}

void hub_service::add_routes(route_table& routes, const config::settings& settings) const {
  const stream_opener reads = [this](const request& what, session::session& out, loop_worker& on) {
    return hub_stream::try_open(*parts(), what, out, on);
  };
  const answer_handler writes = [this](const request& what, loop_worker& on) {
    return publish(what, on);
  };
  const auto with_headers = [this](auto answer) {
    return reply_handler([this, answer](const request& what) {
      const auto now = parts();
      return now->cross_origin.with_headers(answer(*now, what), what);
    });
  };
  const reply_handler asks = [this](const request& what) { return preflight(what); };
  const std::string protocol(mercure::default_hub_path);
  const std::string events = settings.base_path + "/events";
  const std::string publish = settings.base_path + "/publish";
  routes.add({events, reads, "GET", path_reach::one, "topic"});
  routes.add({events, with_headers(answer_topic_end), "DELETE"});
  routes.add({events, asks, "OPTIONS"});
  routes.add({publish, writes, "POST"});
  routes.add({publish, asks, "OPTIONS"});
  routes.add({protocol, reads});
  routes.add({protocol, writes, "POST"});
  routes.add({protocol, with_headers(answer_topic_end), "DELETE"});
  routes.add({protocol, asks, "OPTIONS"});
  routes.add({protocol + "/subscriptions", with_headers(answer_listing), "GET", path_reach::tree});
  routes.add({protocol + "/subscriptions", asks, "OPTIONS", path_reach::tree});
}

awaitable<reply> hub_service::publish(const request& what, loop_worker& on) const {
  const auto now = parts();
  reply answer = co_await answer_publish(*now, what, on);
  co_return now->cross_origin.with_headers(std::move(answer), what);
}

reply hub_service::preflight(const request& what) const {
  auto answer = parts()->cross_origin.preflight(what);
  return answer ? *answer : reply(204).header("Allow", "GET, HEAD, POST, DELETE, OPTIONS");
}

}  // namespace sluice::daemon
