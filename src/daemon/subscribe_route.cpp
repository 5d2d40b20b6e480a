#include "daemon/subscribe_route.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "daemon/stream_end.hpp"
#include "http/version.hpp"
#include "mercure/cursor_header.hpp"
#include "mercure/gap_event.hpp"
#include "mercure/permission.hpp"
#include "mercure/subscription_path.hpp"
#include "mercure/subscription_reply.hpp"

namespace sluice::daemon {
namespace {

// For clients behind a web server that holds streams back: the answer ends behind each batch, and
// the client asks again with its last id.
constexpr std::string_view batch_parameter = "batch";

// What a subscriber wants, and who it is.
struct wish {
  mercure::subscribe_request asked;
  std::optional<auth::claims> who;
  std::vector<hub::selector> grants;
};

std::variant<wish, reply> judge_and_read(const hub_parts& with, const request& what) {
  auto who = with.access.judge_subscriber(what);
  if (auto* const refused = std::get_if<reply>(&who)) return std::move(*refused);
  auto asked = mercure::try_read_subscription(what, with.subscribe_limits);
  if (!asked) return mercure::to_reply(asked.error());
  wish read{std::move(*asked), std::move(std::get<0>(who)), {}};
  if (read.who) read.grants = mercure::subscribe_grants(*read.who);
  if (with.access.is_grant_required()) {
    if (const auto why = mercure::judge_subscribe(read.asked.selectors, read.grants)) {
      return access::refuse(*why, auth::operation::subscribe, what);
    }
  }
  return read;
}

// Where a stream begins, and what its client must know before the first update.
struct beginning {
  std::uint64_t position = 0;
  reply::header_list headers;
  std::vector<event> events;
};

// So that a client which has seen nothing yet can resume where it began.
beginning begin_live(const hub::hub& from, const wish& by) {
  const hub::beginning now = from.begin(by.grants);
  beginning found;
  found.position = now.position;
  if (now.id) found.events.push_back(event().id(*now.id));
  return found;
}

beginning begin_after(const hub::hub& from, const wish& by) {
  beginning found;
  const mercure::cursor& asked = by.asked.from;
  const bool is_all = asked.kind == mercure::cursor_kind::earliest;
  const hub::cursor at = from.find(is_all ? mercure::earliest_id : asked.id);
  const bool is_held = at.is_known && (is_all || from.may_know(at.position, by.grants));
  found.position = is_held ? at.position : from.oldest() - 1;
  if (!is_held) {
    found.events.push_back(
        mercure::gap_event(asked.id, mercure::gap_reason::unknown, mercure::gap_follows::oldest));
  }
  const auto value = mercure::cursor_header(
      asked, is_held ? mercure::cursor_standing::held : mercure::cursor_standing::not_held,
      is_all ? std::nullopt : std::optional<std::string>(asked.id));
  if (value) {
    found.headers.emplace_back(mercure::cursor_header_name, *value);
    found.headers.emplace_back(mercure::new_cursor_header_name, *value);
  }
  return found;
}

hub::interest interest_of(const wish& by) {
  std::vector<hub::selector> selectors;
  for (const std::string& each : by.asked.selectors) selectors.emplace_back(each);
  return {std::move(selectors), by.grants};
}

// A browser is to stop when all its topics have ended, and it has had what they brought (C1).
bool is_over(const hub::hub& from, const wish& by, const beginning& at,
             const hub::interest& wanted) {
  if (!from.has_ended(wanted)) return false;
  return by.asked.from.kind == mercure::cursor_kind::none || !from.has_after(at.position, wanted);
}

}  // namespace

// Every open stream has one: "Memory of a stream" in tests/bench/RESULTS.md counts its bytes.
static_assert(sizeof(hub_stream) <= 88);

std::unique_ptr<open_stream> hub_stream::try_open(const hub_parts& with, const request& what,
                                                  session::session& out, loop_worker& on) {
  auto read = judge_and_read(with, what);
  if (const auto* const refused = std::get_if<reply>(&read)) {
    out.answer(with.cross_origin.with_headers(*refused, what), what);
    return nullptr;
  }
  const wish& by = std::get<wish>(read);
  const hub::interest wanted = interest_of(by);
  beginning at = by.asked.from.kind == mercure::cursor_kind::none ? begin_live(*with.hub, by)
                                                                  : begin_after(*with.hub, by);
  if (is_over(*with.hub, by, at, wanted)) {
    out.answer(with.cross_origin.with_headers(reply(204), what), what);
    return nullptr;
  }
  with.cross_origin.append_headers(at.headers, what);
  if (what.method() == "HEAD") {
    out.answer_head(at.headers);
    return nullptr;
  }
  std::unique_ptr<attendance> told;
  if (with.presence) {
    told = std::make_unique<attendance>(*with.hub, *with.presence, by.asked.selectors,
                                        by.who ? by.who->payload : std::nullopt);
  }
  if (by.who && by.who->expires) out.expire_at(stream_end_of(*by.who->expires));
  std::string_view remark;
  if (with.access.can_grant()) {
    remark = mercure::notice(mercure::coverage_of(by.asked.selectors, by.grants));
  }
  out.open_with(at.events, at.headers, remark);
  const auto how_long =
      what.query(batch_parameter) ? subscriber::span::one_batch : subscriber::span::open_end;
  return std::unique_ptr<hub_stream>(new hub_stream(std::move(told), out, on.outlet(), wanted,
                                                    at.position, how_long, *with.slow_readers));
}

reply answer_listing(const hub_parts& with, const request& what) {
  if (!with.presence) {
    return reply(404, "Who is subscribed is not told by this worker (option --subscriptions).\n");
  }
  auto who = with.access.judge_subscriber(what);
  if (auto* const refused = std::get_if<reply>(&who)) return std::move(*refused);
  const auto& claims = std::get<0>(who);
  if (!claims) {
    return access::refuse({auth::reason::no_token}, auth::operation::subscribe, what);
  }
  const auto grants = mercure::subscribe_grants(*claims);
  if (const auto why = mercure::judge_listing(what.path(), grants)) {
    return access::refuse(*why, auth::operation::subscribe, what);
  }
  const auto filter = mercure::try_parse_subscription_path(what.path(), mercure::default_hub_path);
  if (!filter) return reply(404, "There is no such list of subscriptions.\n");
  const std::string last = with.hub->newest_id();
  if (http::has_version(what, mercure::entity_tag(last))) {
    return mercure::not_modified(mercure::default_hub_path, last);
  }
  std::vector<mercure::subscription> found;
  for (const hub::attendance& each : with.presence->list(filter->topic, filter->subscriber)) {
    mercure::subscription one{each.selector, each.subscriber};
    if (each.payload) one.payload = *each.payload;
    found.push_back(std::move(one));
  }
  if (!filter->subscriber) {
    return mercure::document_reply(
        mercure::subscriptions_document(what.path(), mercure::default_hub_path, found, last),
        mercure::default_hub_path, last);
  }
  if (found.empty()) return reply(404, "There is no such subscription.\n");
  return mercure::document_reply(
      mercure::subscription_document(mercure::default_hub_path, found.front(), last),
      mercure::default_hub_path, last);
}

}  // namespace sluice::daemon
