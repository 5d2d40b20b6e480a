#include "cli/match_explanation.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"
#include "http/form.hpp"
#include "hub/selector.hpp"
#include "hub/uri_template.hpp"

namespace sluice::cli {
namespace {

constexpr std::string_view reserved = "!#$&'()*+/:;?@[]";

std::string quoted(std::string_view text) {
  return '"' + printable(text) + '"';
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool matches(std::string_view selector, std::string_view topic) {
  return hub::selector(std::string(selector)).matches(topic);
}

std::string praise(const hub::selector& by, std::string_view topic) {
  if (by.what() == hub::selector::kind::everything) return "the selector * is every topic";
  if (by.text() == topic) return "the topic is the selector's own text, byte for byte";
  return "the URI Template covers the topic";
}

// What a changed topic or selector would have led to, which says what the difference is.
std::optional<std::string> find_misunderstanding(std::string_view selector,
                                                 std::string_view topic) {
  if (matches(lowered(selector), lowered(topic))) {
    return "only case differs, and case counts";
  }
  const std::string plain_topic = http::percent_decode(topic);
  const std::string plain_selector = http::percent_decode(selector);
  if (matches(selector, plain_topic) || matches(plain_selector, topic) ||
      plain_selector == plain_topic) {
    return "only percent-encoding differs, and nothing is decoded when topics are matched; write "
           "both in the same way";
  }
  return std::nullopt;
}

std::string stop_hint(std::string_view selector, char stopped_by) {
  const auto byte = static_cast<unsigned char>(stopped_by);
  if (byte <= 0x20 || byte >= 0x7F) {
    return "; an expression stands for the characters of a URL only, so others must be "
           "percent-encoded in the topic";
  }
  const bool has_simple = selector.find("{+") == selector.npos;
  if (has_simple && reserved.find(stopped_by) != reserved.npos) {
    return std::string("; a simple expression such as {id} does not stand for ") + stopped_by +
           ", {+id} does";
  }
  return "";
}

// How many bytes of the topic the template can begin with; all of them when only its end is
// missing. `run_on` counts the bytes it has looked at behind the text before the first expression.
std::size_t covered_bytes(const hub::uri_template& by, std::string_view selector,
                          std::string_view topic) {
  const std::string_view prefix = selector.substr(0, selector.find('{'));
  if (!topic.starts_with(prefix)) {
    const auto end = std::mismatch(topic.begin(), topic.end(), prefix.begin(), prefix.end()).first;
    return static_cast<std::size_t>(end - topic.begin());
  }
  const auto looked_at = [&](std::string_view text) {
    return by.run_on(text).steps / by.state_words();
  };
  // One byte more is looked at only when the last one did not stop it.
  const std::size_t seen = looked_at(topic);
  const bool is_stopped = looked_at(std::string(topic) + ' ') == seen;
  return prefix.size() + seen - (is_stopped ? 1 : 0);
}

std::string explain_pattern(std::string_view selector, std::string_view topic) {
  const auto compiled = hub::uri_template::try_compile(selector);
  const std::size_t covered = covered_bytes(compiled.value(), selector, topic);
  if (covered >= topic.size()) return "the topic ends where the URI Template wants more";
  std::string text = "the URI Template ";
  text += covered == 0 ? "does not begin like the topic"
                       : "covers " + quoted(topic.substr(0, covered)) + " and stops at " +
                             quoted(topic.substr(covered));
  return text + stop_hint(selector, topic[covered]);
}

std::string explain_exact(std::string_view selector) {
  if (selector.find('{') == selector.npos) return "the selector is one topic, and this is another";
  if (selector.size() > hub::uri_template::max_bytes) {
    return "a selector of more than " + std::to_string(hub::uri_template::max_bytes) +
           " bytes is no URI Template, so it matches its own text only";
  }
  return "the selector is not a valid URI Template, so it matches its own text only";
}

}  // namespace

match_explanation explain_match(std::string_view selector, std::string_view topic) {
  const hub::selector by{std::string(selector)};
  if (by.matches(topic)) return {true, "matches: " + praise(by, topic)};
  std::string why = by.is_exact() ? explain_exact(selector) : explain_pattern(selector, topic);
  if (const auto likely = find_misunderstanding(selector, topic)) why += "; " + *likely;
  return {false, "does not match: " + why};
}

}  // namespace sluice::cli
