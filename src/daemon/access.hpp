#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "auth/claims.hpp"
#include "auth/key.hpp"
#include "auth/presented.hpp"
#include "auth/publish_origins.hpp"
#include "auth/refusal.hpp"
#include "base/result.hpp"
#include "config/settings.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::daemon {

/// Who asks, by the token that came with the request. Fixed once made; any thread. Each refusal is
/// logged, with its reason and without the token.
class access final {
 public:
  /// Reads the keys; says in the log what is unwise about them. Fails with what the operator has to
  /// change.
  static result<access> try_make(const config::settings& settings);

  bool can_publish() const { return !publisher_keys_.empty(); }
  /// False where no token could grant anything to who reads.
  bool can_grant() const { return !subscriber_keys_.empty(); }

  /// What a good token says, or the whole answer to one that is not.
  using publisher = std::variant<auth::claims, reply>;
  publisher judge_publisher(const request& what) const;

  /// The same for who reads. No claims is nobody in particular, where that is allowed.
  using subscriber = std::variant<std::optional<auth::claims>, reply>;
  subscriber judge_subscriber(const request& what) const;

  /// Who may look at the worker: by a token that says so, who may see whatever there is, or by an
  /// address, who may see numbers only.
  enum class administrator_by { token, address };
  struct administration {
    administrator_by by;
    /// When the token ends, if it does.
    std::optional<auth::instant> expires;
  };
  using administrator = std::variant<administration, reply>;
  administrator judge_administrator(const request& what) const;

  /// Whether a stream needs a grant for each of its topics.
  bool is_grant_required() const { return is_grant_required_; }

  /// The answer to a request that may not do what it asks, with its line in the log. `shown` is
  /// where the token came from.
  static reply refuse(const auth::objection& why, auth::operation asked, const request& what,
                      std::string_view shown = {});

 private:
  access() = default;

  auth::outcome<auth::claims> verify(const auth::presented& found,
                                     const std::vector<auth::key>& keys) const;

  std::vector<auth::key> publisher_keys_;
  std::vector<auth::key> subscriber_keys_;
  auth::token_places places_;
  auth::publish_origins publish_origins_;
  std::chrono::seconds clock_leeway_{};
  std::vector<std::string> admin_addresses_;  // in the one form that `plain_address` gives
  bool is_anonymous_allowed_ = false;
  bool is_grant_required_ = false;
};

}  // namespace sluice::daemon
