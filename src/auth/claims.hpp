// What a token grants.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sluice::auth {

using instant = std::chrono::system_clock::time_point;

// Per list, as many as the reference hub of the protocol takes.
inline constexpr std::size_t most_selectors = 1000;

/// The claims that sluice reads (Mercure draft 07, sections on authorization). A value. Nothing of
/// it is the token's own text.
struct claims {
  /// Topic selectors. Absent when the claim is missing; an empty list grants no more than that, but
  /// is what a publisher wrote on purpose.
  std::optional<std::vector<std::string>> publish;
  std::optional<std::vector<std::string>> subscribe;
  /// `mercure.payload` as JSON text, members in the order of their names.
  std::optional<std::string> payload;
  /// From `verify`: when the token stops being accepted, which is `exp` and the leeway. A stream
  /// ends here at the latest; a new try with the same token is refused from here on.
  std::optional<instant> expires;
  std::optional<instant> not_before;
  /// The claim `sluice: {"admin": true}` of our own, for status and metrics.
  bool is_admin = false;

  bool has_publish() const { return publish.has_value(); }
  bool has_subscribe() const { return subscribe.has_value(); }

  friend bool operator==(const claims&, const claims&) = default;
};

}  // namespace sluice::auth
