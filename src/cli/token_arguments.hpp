// What `sluice token` is asked for. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "auth/algorithm.hpp"
#include "auth/claims.hpp"
#include "base/problem.hpp"

namespace sluice::cli {

/// A token to make. A value.
struct mint_order {
  std::string key_file;
  auth::algorithm algorithm = auth::algorithm::hs256;
  auth::claims grants;

  friend bool operator==(const mint_order&, const mint_order&) = default;
};

/// A token to look at. A value.
struct inspect_order {
  std::vector<std::string> key_files;
  auth::algorithm algorithm = auth::algorithm::hs256;
  /// Absent when it comes from standard input.
  std::optional<std::string> token;

  friend bool operator==(const inspect_order&, const inspect_order&) = default;
};

/// Read the words behind `token mint` and `token inspect`. A lifetime counts from `now`, whole
/// seconds.
outcome<mint_order> try_read_mint(const std::vector<std::string>& words, auth::instant now);
outcome<inspect_order> try_read_inspect(const std::vector<std::string>& words);

}  // namespace sluice::cli
