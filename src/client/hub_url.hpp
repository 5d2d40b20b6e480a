// Where a hub is. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/problem.hpp"

namespace sluice::client {

/// An http or https URL. A value.
class hub_url final {
 public:
  /// The path that the protocol gives every hub (Mercure draft 07, "Discovery").
  static constexpr std::string_view default_path = "/.well-known/mercure";

  /// A URL without a path gets `default_path`; one with a path is taken as it is. Refused: other
  /// schemes, a user or password in it, a fragment, and characters that no URL has; the sentence
  /// begins with `named`, where the text stood.
  static outcome<hub_url> try_parse(std::string_view text, std::string_view named = "--url");
  /// http://localhost and `default_path`.
  static hub_url local();

  /// The same with `topic` parameters behind its query.
  hub_url with_topics(const std::vector<std::string>& topics) const;
  /// The same origin with another path and query.
  hub_url with_target(std::string target) const { return {origin_, std::move(target)}; }

  /// Scheme, host and port.
  const std::string& origin() const { return origin_; }
  /// Host and port alone.
  std::string host() const { return origin_.substr(origin_.find("//") + 2); }
  /// Path and query.
  const std::string& target() const { return target_; }
  std::string text() const { return origin_ + target_; }
  /// For messages: without the value of an `authorization` parameter.
  std::string shown() const;

  friend bool operator==(const hub_url&, const hub_url&) = default;

 private:
  hub_url(std::string origin, std::string target);

  std::string origin_;
  std::string target_;
};

}  // namespace sluice::client
