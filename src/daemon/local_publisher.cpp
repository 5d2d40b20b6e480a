#include "daemon/local_publisher.hpp"

#include <utility>
#include <vector>

#include "base/log.hpp"
#include "base/result.hpp"
#include "hub/selector.hpp"

namespace sluice::daemon {
namespace {

// JSON may write a byte as six: U+0001 as \u0001. A character of more bytes takes no more than its
// share, for one of four bytes is twelve.
constexpr std::size_t escaped_byte_bytes = 6;
// Quotes, a comma and some white space around each text.
constexpr std::size_t text_frame_bytes = 8;
// The names of the members, braces, the retry time, and room for spaces.
constexpr std::size_t line_frame_bytes = 1024;
// Beside the topics: data, id and type.
constexpr std::size_t other_texts = 3;

sources::outcome to_outcome(const mercure::refusal& what) {
  return sources::rejection{what.status, what.sentence};
}

}  // namespace

void local_publisher::publish(update what, completion done) {
  if (const auto no = mercure::object_to(what, limits_)) return done(to_outcome(*no));
  hub_.publish(std::move(what),
               [done = std::move(done), wait = retry_after_.load()](const result<std::string>& id) {
                 if (id) return done(sources::published{*id});
                 done(sources::rejection{503, "history cannot take the update now", wait});
               });
}

void local_publisher::end(std::string topic, completion done) {
  if (const auto no = mercure::object_to(update({topic}, ""), limits_)) {
    return done(to_outcome(*no));
  }
  if (!hub::selector(topic).is_exact()) {
    return done(sources::rejection{400, "a topic is ended by its name, and " +
                                            mercure::quoted(topic) + " is a pattern of names"});
  }
  hub_.end(topic);
  log::info("the topic {} is ended over the control socket", mercure::quoted(topic));
  done(sources::ended{std::move(topic)});
}

sources::conversation_limits control_limits(const mercure::publish_limits& limits) {
  const std::size_t names = limits.topics + other_texts - 1;
  const std::size_t text_bytes = limits.message_bytes + names * limits.name_bytes;
  const std::size_t frame_bytes = (limits.topics + other_texts) * text_frame_bytes;
  return {escaped_byte_bytes * text_bytes + frame_bytes + line_frame_bytes, limits.topics};
}

}  // namespace sluice::daemon
