#include "daemon/publish_route.hpp"

#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/handover.hpp"
#include "mercure/permission.hpp"

namespace sluice::daemon {
namespace {

using reading = std::variant<update, reply>;

// Who asks comes before what is asked: a stranger learns nothing of the limits.
reading judge_and_read(const hub_parts& with, const request& what) {
  auto granted = with.access.judge_publisher(what);
  if (auto* const refused = std::get_if<reply>(&granted)) return std::move(*refused);
  auto asked = mercure::try_read_update(what, with.publish_limits);
  if (!asked) return mercure::to_reply(asked.error());
  const auto& claims = std::get<auth::claims>(granted);
  if (const auto why = mercure::judge_publish(asked->topics(), mercure::publish_grants(claims))) {
    return access::refuse(*why, auth::operation::publish, what);
  }
  return std::move(*asked);
}

}  // namespace

awaitable<reply> answer_publish(const hub_parts& with, const request& what, loop_worker& on) {
  reading read = judge_and_read(with, what);
  if (auto* const refused = std::get_if<reply>(&read)) co_return std::move(*refused);
  const auto outcome = std::make_shared<handover<result<std::string>>>(on.loop());
  with.hub->publish(std::move(std::get<update>(read)),
                    [outcome](result<std::string> id) { outcome->give(std::move(id)); });
  const result<std::string> id = co_await outcome->take();
  if (!id) co_return on.too_busy("History cannot take the update now.\n");
  co_return mercure::accepted(*id);
}

reply answer_topic_end(const hub_parts& with, const request& what) {
  auto granted = with.access.judge_publisher(what);
  if (auto* const refused = std::get_if<reply>(&granted)) return std::move(*refused);
  const auto asked = mercure::try_read_subscription(what, with.subscribe_limits);
  if (!asked) return mercure::to_reply(asked.error());
  for (const std::string& each : asked->selectors) {
    if (hub::selector(each).is_exact()) continue;
    return reply(400, "A topic is ended by its name, and " + mercure::quoted(each) +
                          " is a pattern of names.\n");
  }
  const auto grants = mercure::publish_grants(std::get<auth::claims>(granted));
  if (const auto why = mercure::judge_publish(asked->selectors, grants)) {
    return access::refuse(*why, auth::operation::publish, what);
  }
  for (const std::string& each : asked->selectors) {
    with.hub->end(each);
    log::info("the topic {} is ended by {}", mercure::quoted(each),
              printable(what.remote_address()));
  }
  return reply(204);
}

}  // namespace sluice::daemon
