// What a token says, for whoever wonders why it is refused.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "auth/claims.hpp"
#include "auth/key.hpp"

namespace sluice::auth {

/// A token taken apart. A value. Its texts ARE the token's content: for the terminal of the one who
/// has the token, not for logs.
struct inspection {
  /// As indented JSON; empty when it cannot be read.
  std::string header;
  std::string claims;
  /// What the claims mean to sluice; absent when they cannot be read.
  std::optional<auth::claims> grants;
  /// Why it will be refused, one sentence each.
  std::vector<std::string> problems;
  /// What is allowed but seldom meant, one sentence each.
  std::vector<std::string> remarks;
};

/// Reads on behind every problem, where `verify` stops at the first. What people paste with a token
/// (spaces and line breaks around it, `Bearer`, quotes) is named and taken off. With no keys the
/// signature is not looked at, which is a remark; with some, the token is verified too.
inspection inspect(std::string_view token, std::span<const key> keys, instant now,
                   std::chrono::seconds leeway);

}  // namespace sluice::auth
