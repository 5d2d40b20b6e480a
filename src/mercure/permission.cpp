#include "mercure/permission.hpp"

#include <algorithm>

#include "hub/topic_match.hpp"
#include "mercure/name.hpp"

namespace sluice::mercure {
namespace {

std::vector<hub::selector> compile(const std::optional<std::vector<std::string>>& texts) {
  std::vector<hub::selector> selectors;
  if (!texts) return selectors;
  selectors.reserve(texts->size());
  for (const std::string& text : *texts) selectors.emplace_back(text);
  return selectors;
}

std::optional<auth::objection> judge_each(const std::vector<std::string>& texts,
                                          const std::vector<hub::selector>& granted,
                                          auth::reason without_any) {
  if (granted.empty()) return auth::objection{without_any};
  for (const std::string& each : texts) {
    if (hub::is_matched(each, granted)) continue;
    return auth::objection{auth::reason::topic_not_granted, quoted(each)};
  }
  return std::nullopt;
}

std::string_view before_expression(const hub::selector& pattern) {
  const std::string_view text = pattern.text();
  return text.substr(0, text.find('{'));
}

bool may_overlap(const hub::selector& a, const hub::selector& b) {
  if (a.matches(b.text()) || b.matches(a.text())) return true;
  if (a.is_exact() || b.is_exact()) return false;
  const std::string_view one = before_expression(a);
  const std::string_view other = before_expression(b);
  return one.starts_with(other) || other.starts_with(one);
}

}  // namespace

std::vector<hub::selector> publish_grants(const auth::claims& of) {
  return compile(of.publish);
}

std::vector<hub::selector> subscribe_grants(const auth::claims& of) {
  return compile(of.subscribe);
}

std::optional<auth::objection> judge_publish(const std::vector<std::string>& topics,
                                             const std::vector<hub::selector>& granted) {
  return judge_each(topics, granted, auth::reason::publish_not_granted);
}

std::optional<auth::objection> judge_subscribe(const std::vector<std::string>& selectors,
                                               const std::vector<hub::selector>& granted) {
  return judge_each(selectors, granted, auth::reason::subscribe_not_granted);
}

std::optional<auth::objection> judge_listing(std::string_view path,
                                             const std::vector<hub::selector>& granted) {
  if (granted.empty()) return auth::objection{auth::reason::subscribe_not_granted};
  if (hub::is_matched(path, granted)) return std::nullopt;
  return auth::objection{auth::reason::topic_not_granted,
                         "a selector of mercure.subscribe has to match " + quoted(path)};
}

coverage coverage_of(const std::vector<std::string>& asked,
                     const std::vector<hub::selector>& granted) {
  if (granted.empty()) return coverage::nothing_granted;
  const bool is_some = std::any_of(asked.begin(), asked.end(), [&](const std::string& text) {
    const hub::selector one(text);
    return std::any_of(granted.begin(), granted.end(),
                       [&](const hub::selector& grant) { return may_overlap(one, grant); });
  });
  return is_some ? coverage::some_of_these : coverage::none_of_these;
}

std::string_view notice(coverage of) {
  switch (of) {
    case coverage::nothing_granted:
      return "nothing is granted to this stream: it gets public updates only";
    case coverage::none_of_these:
      return "the token grants none of the topics asked for: private updates come only by an "
             "alternate topic that it grants";
    case coverage::some_of_these:
      return "";
  }
  return "";
}

}  // namespace sluice::mercure
