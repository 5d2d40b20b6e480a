// Why a selector matches a topic or does not. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sluice::cli {

/// A value.
struct match_explanation {
  bool is_match;
  /// One line: "matches: …" or "does not match: …". What is not printable ASCII in the texts is
  /// shown as \xNN.
  std::string line;
};

/// By hub::selector's rule, which subscribing, publishing and tokens share. Names what is most
/// likely the misunderstanding: case, percent-encoding, an invalid template, a reserved character
/// behind a simple expression.
match_explanation explain_match(std::string_view selector, std::string_view topic);

}  // namespace sluice::cli
