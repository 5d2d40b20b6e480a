#include "daemon/hub_service.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <utility>

#include "auth/key_file.hpp"
#include "auth/token.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/subscriber.hpp"
#include "daemon/update_frame.hpp"
#include "history/memory_log.hpp"
#include "history/sqlite_log.hpp"
#include "mercure/cursor_header.hpp"
#include "mercure/gap_event.hpp"
#include "mercure/permission.hpp"

namespace sluice::daemon {
namespace {

constexpr std::string_view protocol_path = "/.well-known/mercure";
constexpr std::string_view sqlite_prefix = "sqlite:";
// The wheel comes up to a tick late, and a stream must never outlive its token.
constexpr auto expiry_margin = 2 * loop::wheel::tick;

result<std::vector<auth::key>> read_keys(const std::vector<std::string>& files,
                                         const std::string& algorithm) {
  std::vector<auth::key> keys;
  for (const std::string& file : files) {
    auto read = auth::try_read_key(auth::try_parse_algorithm(algorithm).value(), file);
    if (!read) return read.error();
    for (const std::string& each : read->remarks) log::warning("{}: {}", file, each);
    keys.push_back(std::move(read->value));
  }
  return keys;
}

result<std::unique_ptr<history::log>> open_log(const std::string& where) {
  if (!where.starts_with(sqlite_prefix)) {
    return std::unique_ptr<history::log>(std::make_unique<history::memory_log>());
  }
  history::sqlite_settings settings;
  settings.path = where.substr(sqlite_prefix.size());
  return history::try_open_sqlite_log(settings);
}

time_point steady_time_of(auth::instant when) {
  const auto left = when - std::chrono::system_clock::now();
  return clock::now() + std::chrono::duration_cast<clock::duration>(left) - expiry_margin;
}

// Passes the hub's answer, which comes on any thread, on to a coroutine of this loop.
struct publish_outcome {
  explicit publish_outcome(loop::event_loop& on) : came(on) {}
  std::optional<result<std::string>> found;
  loop::wakeup came;
};

// The answer, with its line in the log. `shown` is where the token came from.
reply refuse(const auth::objection& why, auth::operation asked, const request& what,
             std::string_view shown) {
  const auto refusal = auth::refuse(why, asked, shown);
  log::warning("a {} from {} was refused with {}: {}",
               asked == auth::operation::publish ? "publish" : "stream",
               printable(what.remote_address()), refusal.status, refusal.sentence);
  return auth::to_reply(refusal);
}

}  // namespace

result<std::unique_ptr<hub_service>> hub_service::try_make(const config::settings& settings) {
  parts made;
  auto publishers = read_keys(settings.publisher_keys, settings.publisher_algorithm);
  if (!publishers) return publishers.error();
  auto subscribers = read_keys(settings.subscriber_keys, settings.subscriber_algorithm);
  if (!subscribers) return subscribers.error();
  made.publisher_keys = std::move(*publishers);
  made.subscriber_keys = subscribers->empty() ? made.publisher_keys : std::move(*subscribers);
  made.places.cookie_names = settings.cookie_names;
  if (settings.query_tokens) made.places.in_query = auth::query_tokens::accepted;
  made.clock_leeway = std::chrono::duration_cast<std::chrono::seconds>(settings.clock_leeway);
  made.is_anonymous_allowed = settings.anonymous || settings.demo;
  auto cors = http::origin_list::try_parse(settings.cors_origins);
  if (!cors) return cors.error();
  made.cross_origin = http::cross_origin(std::move(*cors));
  auto origins = http::origin_list::try_parse(settings.publish_origins);
  if (!origins) return origins.error();
  made.publish_origins.allowed = std::move(*origins);
  made.publish_limits.message_bytes = settings.message_limit_bytes;
  made.publish_limits.topics = made.subscribe_limits.topics = settings.topics_limit;

  auto log = open_log(settings.history);
  if (!log) return log.error();
  made.hub = std::make_unique<hub::hub>(
      std::move(*log),
      history::limits{settings.history_updates, settings.history_bytes, settings.history_age},
      update_frame);
  if (auto loaded = made.hub->load(); !loaded) return loaded.error();
  if (made.publisher_keys.empty()) {
    log::warning("publishing is off: there is no publisher-key");
  }
  return std::unique_ptr<hub_service>(new hub_service(std::move(made)));
}

void hub_service::add_routes(route_table& routes, const config::settings& settings) {
  const stream_handler reads = [this](const request& what, session::session& out, loop_worker& on) {
    return subscribe(what, out, on);
  };
  const answer_handler writes = [this](const request& what, loop_worker& on) {
    return publish(what, on);
  };
  const reply_handler asks = [this](const request& what) {
    auto answer = parts_.cross_origin.preflight(what);
    return answer ? *answer : reply(204).header("Allow", "GET, HEAD, POST, OPTIONS");
  };
  if (!settings.demo) routes.add({settings.base_path + "/events", reads});
  routes.add({settings.base_path + "/events", asks, "OPTIONS"});
  routes.add({settings.base_path + "/publish", writes, "POST"});
  routes.add({settings.base_path + "/publish", asks, "OPTIONS"});
  routes.add({std::string(protocol_path), reads});
  routes.add({std::string(protocol_path), writes, "POST"});
  routes.add({std::string(protocol_path), asks, "OPTIONS"});
}

// Who asks comes before what is asked: a stranger learns nothing of the limits.
reply hub_service::judge_and_read(const request& what, std::optional<update>& read) const {
  if (parts_.publisher_keys.empty()) {
    return reply(403, "Publishing is off: this worker has no publisher-key.\n");
  }
  const auto found = auth::find_token(what, parts_.places);
  const auto refused = [&](const auth::objection& why) {
    return refuse(why, auth::operation::publish, what, found ? found->shown : std::string());
  };
  if (!found) return refused(found.error());
  if (const auto why = auth::object_to_source(what, *found, parts_.publish_origins)) {
    return refused(*why);
  }
  const auto granted = verify(*found, parts_.publisher_keys);
  if (!granted) return refused(granted.error());
  auto asked = mercure::try_read_update(what, parts_.publish_limits);
  if (!asked) return mercure::to_reply(asked.error());
  if (const auto why = mercure::judge_publish(asked->topics(), mercure::publish_grants(*granted))) {
    return refused(*why);
  }
  read = std::move(*asked);
  return reply(200);
}

auth::outcome<auth::claims> hub_service::verify(const auth::presented& found,
                                                const std::vector<auth::key>& keys) const {
  return auth::verify(found.token, keys, std::chrono::system_clock::now(), parts_.clock_leeway);
}

awaitable<reply> hub_service::publish(const request& what, loop_worker& on) const {
  std::optional<update> read;
  reply answer = judge_and_read(what, read);
  if (read) {
    // Shared between this coroutine and the log, whichever ends last.
    const auto outcome = std::make_shared<publish_outcome>(on.loop());
    loop::event_loop* const loop = &on.loop();
    parts_.hub->publish(std::move(*read), [outcome, loop](result<std::string> id) {
      loop->post([outcome, id = std::move(id)] {
        outcome->found = id;
        outcome->came.notify();
      });
    });
    while (!outcome->found) co_await outcome->came.wait();
    const result<std::string>& id = *outcome->found;
    answer = id ? mercure::accepted(*id) : on.too_busy("History cannot take the update now.\n");
  }
  co_return parts_.cross_origin.with_headers(std::move(answer), what);
}

// No token is nobody in particular, where that is allowed; a bad one is refused even there, so that
// nobody takes a stream of public updates for his own.
auth::outcome<std::optional<auth::claims>> hub_service::subscriber_claims(
    const request& what) const {
  const auto found = auth::find_token(what, parts_.places);
  if (!found) {
    if (parts_.is_anonymous_allowed && auth::is_absent(found.error().why)) {
      return std::optional<auth::claims>();
    }
    return found.error();
  }
  auto granted = verify(*found, parts_.subscriber_keys);
  if (!granted) return granted.error();
  return std::optional<auth::claims>(std::move(*granted));
}

awaitable<> hub_service::subscribe(const request& what, session::session& out,
                                   loop_worker& on) const {
  const auto claims = subscriber_claims(what);
  if (!claims) {
    const reply refusal = refuse(claims.error(), auth::operation::subscribe, what, {});
    out.answer(parts_.cross_origin.with_headers(refusal, what), what);
    co_return;
  }
  const auto asked = mercure::try_read_subscription(what, parts_.subscribe_limits);
  if (!asked) {
    out.answer(parts_.cross_origin.with_headers(mercure::to_reply(asked.error()), what), what);
    co_return;
  }
  std::vector<hub::selector> grants;
  if (*claims) grants = mercure::subscribe_grants(**claims);
  if (*claims && (*claims)->expires) out.expire_at(steady_time_of(*(*claims)->expires));
  std::vector<hub::selector> selectors;
  for (const std::string& each : asked->selectors) selectors.emplace_back(each);
  const hub::interest wanted(std::move(selectors), grants);

  const std::uint64_t position = open(out, what, asked->from, grants);
  const subscriber following(out, on.outlet(), on.loop(), wanted, position);
  co_await out.closed();
}

std::uint64_t hub_service::open(session::session& out, const request& what,
                                const mercure::cursor& from,
                                const std::vector<hub::selector>& grants) const {
  std::uint64_t position = 0;
  reply::header_list headers;
  std::vector<event> first;
  if (from.kind == mercure::cursor_kind::none) {
    position = parts_.hub->newest();
    // So that a client which has seen nothing yet can resume where it began. Not by the id of an
    // update it may not have: that would tell that it exists.
    if (parts_.hub->may_know(position, grants)) {
      if (const auto id = parts_.hub->id_at(position)) first.push_back(event().id(*id));
    }
  } else {
    const bool is_all = from.kind == mercure::cursor_kind::earliest;
    const hub::cursor found = parts_.hub->find(is_all ? "earliest" : from.id);
    const bool is_held = found.is_known && (is_all || parts_.hub->may_know(found.position, grants));
    position = is_held ? found.position : parts_.hub->oldest() - 1;
    if (!is_held) {
      first.push_back(
          mercure::gap_event(from.id, mercure::gap_reason::unknown, mercure::gap_follows::oldest));
    }
    const auto value = mercure::cursor_header(
        from, is_held ? mercure::cursor_standing::held : mercure::cursor_standing::not_held,
        is_all ? std::nullopt : std::optional<std::string>(from.id));
    if (value) {
      headers.emplace_back(mercure::cursor_header_name, *value);
      headers.emplace_back(mercure::new_cursor_header_name, *value);
    }
  }
  parts_.cross_origin.append_headers(headers, what);
  out.add_headers(std::move(headers));
  out.open_with(first);
  return position;
}

}  // namespace sluice::daemon
