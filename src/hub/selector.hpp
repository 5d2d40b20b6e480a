#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "hub/uri_template.hpp"

namespace sluice::hub {

/// Which topics are meant: one topic, those of a URI Template, or all (draft-dunglas-mercure-07,
/// "Topic Selectors"). Subscriptions, tokens and publishers are judged by this one rule. A value:
/// compares, orders and hashes by its text. Never taken as a regular expression.
class selector final {
 public:
  enum class kind { exact, pattern, everything };

  /// Every text is a selector: what is not `*` and not a valid URI Template is one exact topic, and
  /// so is what is longer than `uri_template::max_bytes`. A text without `{` is not compiled.
  explicit selector(std::string text);

  const std::string& text() const { return text_; }
  kind what() const;
  /// True when it matches its own text and nothing else, so that it can be found by hash.
  bool is_exact() const { return what() == kind::exact; }

  /// In this order: `*` matches all; a text matches itself, a template's too; a template matches
  /// as `uri_template` says. Bytes are compared: nothing is decoded, and case counts.
  bool matches(std::string_view topic) const;

  friend bool operator==(const selector& a, const selector& b) { return a.text_ == b.text_; }
  friend std::strong_ordering operator<=>(const selector& a, const selector& b) {
    return a.text_ <=> b.text_;
  }

 private:
  std::string text_;
  // Shared by the copies of one selector, in any thread: it never changes. None when it is not a
  // pattern.
  std::shared_ptr<const uri_template> pattern_;
};

}  // namespace sluice::hub

template <>
struct std::hash<sluice::hub::selector> {
  std::size_t operator()(const sluice::hub::selector& of) const {
    return std::hash<std::string>()(of.text());
  }
};
