// Where the subscription API lies (Mercure draft 07, "Active Subscriptions"). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::mercure {

/// Which subscriptions are meant: all, those to one selector, or that of one subscriber to it. A
/// value; the texts are decoded.
struct subscription_filter {
  std::optional<std::string> topic = {};
  /// Only beside a topic.
  std::optional<std::string> subscriber = {};

  friend bool operator==(const subscription_filter&, const subscription_filter&) = default;
};

/// `hub_path`/subscriptions, and below it the topic and the subscriber, each percent-encoded so
/// that it is one segment. It is the id of the document, and the topic its updates have.
std::string subscription_path(std::string_view hub_path, const subscription_filter& what);

/// The reverse, for a request's raw path. Absent when it is none of the three forms, a segment is
/// empty, or a segment is not UTF-8 once it is decoded: 404. `+` is no blank here.
std::optional<subscription_filter> try_parse_subscription_path(std::string_view path,
                                                               std::string_view hub_path);

}  // namespace sluice::mercure
