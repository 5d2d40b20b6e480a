// Tokens of publishers and subscribers, made from the JSON text that a test writes, so that it can
// be as wrong as the test needs.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "auth/algorithm.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// A token before it is signed. A value.
struct token_plan {
  std::string claims;
  std::string header = R"({"alg":"HS256"})";
  std::string key = std::string(hub_key);
  /// What signs it, whatever the header says.
  auth::algorithm signed_by = auth::algorithm::hs256;
};

/// In compact form. The algorithms are HS256, HS512, and those with key pairs. Throws
/// std::runtime_error when the key is none.
std::string make_token(const token_plan& plan);
/// `claims` signed with `hub_key`.
std::string make_token(std::string_view claims);

/// Grants what is listed, and nothing of the other kind.
std::string publisher_token(const std::vector<std::string>& topics = {"*"});
std::string subscriber_token(const std::vector<std::string>& topics = {"*"});

/// JSON of `mercure` with both lists and further members of the claims, such as `"exp":1`.
std::string claims_text(const std::vector<std::string>& publish,
                        const std::vector<std::string>& subscribe, std::string_view more = {});

/// Seconds since the epoch with three decimals, as JSON.
std::string seconds_text(std::chrono::system_clock::time_point when);

}  // namespace sluice::test
