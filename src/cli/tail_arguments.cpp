#include "cli/tail_arguments.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "config/unit.hpp"

namespace sluice::cli {
namespace {

constexpr option known_options[] = {
    {"url", takes::value},           {"socket", takes::value}, {"token-file", takes::value},
    {"last-event-id", takes::value}, {"count", takes::value},  {"json", takes::nothing},
    {"once", takes::nothing},        {"config", takes::value},
};

// It becomes a line of a request's head.
bool is_header_text(const std::string& id) {
  return is_utf8(id) && std::none_of(id.begin(), id.end(), [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
         });
}

std::optional<problem> read_course(const arguments& given, tail_options& into) {
  if (const auto text = given.value("count")) {
    const auto count = config::try_parse_count(*text);
    if (!count || *count == 0) return problem{"--count: write a number from 1 on"};
    into.count = *count;
  }
  if (given.has("once")) into.then = after_end::leave;
  into.last_event_id = given.value("last-event-id").value_or("");
  if (is_header_text(into.last_event_id)) return std::nullopt;
  return problem{"--last-event-id: an id is UTF-8 and holds no control characters"};
}

}  // namespace

outcome<tail_order> try_read_tail(const std::vector<std::string>& words) {
  const auto given = arguments::try_read(words, known_options);
  if (!given) return given.error();
  tail_order order;
  order.topics = given->operands();
  for (const std::string& each : order.topics) {
    if (!is_utf8(each)) return problem{"not UTF-8: " + printable(each)};
  }
  if (const auto wrong = read_course(*given, order.course)) return *wrong;
  if (const auto text = given->value("url")) {
    auto url = client::hub_url::try_parse(*text);
    if (!url) return url.error();
    order.url = std::move(*url);
  }
  // A URL of an application's own stream says all there is to say.
  const bool is_complete = order.url && order.url->target() != client::hub_url::default_path;
  if (order.topics.empty() && !is_complete) {
    return problem{"say a topic; --help has examples"};
  }
  order.socket = given->value("socket");
  order.token_file = given->value("token-file");
  order.configuration = given->value("config");
  if (given->has("json")) order.format = event_format::json;
  return order;
}

}  // namespace sluice::cli
