#include "mercure/subscribe_request.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace sluice::mercure {
namespace {

refusal bad(std::string sentence) {
  return {400, std::move(sentence)};
}

// A selector that no topic can be named like would be a stream that waits for ever.
std::optional<refusal> judge_selector(std::string_view selector, std::size_t longest_bytes) {
  if (selector.empty()) return bad("a parameter \"topic\" is empty");
  if (!is_utf8(selector)) return bad("a parameter \"topic\" is not UTF-8: " + quoted(selector));
  if (selector.size() > longest_bytes) {
    return bad("the topic " + quoted(selector) + " is longer than " +
               std::to_string(longest_bytes) + " bytes");
  }
  if (has_control_character(selector)) {
    return bad("the topic " + quoted(selector) + " holds a control character");
  }
  return std::nullopt;
}

// The header rules over the query, where `Last-Event-ID` and `last_event_id` are an older and a
// newer spelling of `lastEventID`: `request` knows them. An id that cannot be is not refused but
// unknown, since a refusal would end the browser's stream for good; its bytes must be text, because
// the answer quotes them.
outcome<cursor> try_read_cursor(const request& what) {
  const auto id = what.last_event_id();
  if (!id) return cursor();
  if (*id == earliest_id) return cursor{cursor_kind::earliest};
  if (!is_utf8(*id)) return bad("the last event id is not UTF-8: " + quoted(*id));
  return cursor{cursor_kind::after, std::string(*id)};
}

}  // namespace

outcome<subscribe_request> try_read_subscription(const request& what,
                                                 const subscribe_limits& within) {
  const auto topics = what.query_all("topic");
  if (topics.empty()) return bad("the parameter \"topic\" is missing");
  if (topics.size() > within.topics) {
    return bad("there are more than " + std::to_string(within.topics) + " parameters \"topic\"");
  }
  subscribe_request read;
  for (const std::string_view topic : topics) {
    if (auto no = judge_selector(topic, within.name_bytes)) return std::move(*no);
    auto& all = read.selectors;
    if (std::find(all.begin(), all.end(), topic) == all.end()) all.emplace_back(topic);
  }
  auto from = try_read_cursor(what);
  if (from.has_error()) return std::move(from).error();
  read.from = std::move(*from);
  return read;
}

}  // namespace sluice::mercure
