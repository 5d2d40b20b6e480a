// What a token's claims permit a publisher and a subscriber (Mercure draft 07, "Authorization").
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/claims.hpp"
#include "auth/reason.hpp"
#include "hub/selector.hpp"

namespace sluice::mercure {

/// The selectors a token grants; none where the claim is missing. Made once per token: a selector
/// is compiled here.
std::vector<hub::selector> publish_grants(const auth::claims& of);
std::vector<hub::selector> subscribe_grants(const auth::claims& of);

/// Absent when every topic is matched by some selector granted. Otherwise why not: nothing is
/// granted, or the first topic that is not covered, which the detail names. `topics` has been
/// checked by `try_read_update`.
std::optional<auth::objection> judge_publish(const std::vector<std::string>& topics,
                                             const std::vector<hub::selector>& granted);

/// The same for a stream that may only ask for what it is granted: each selector is matched by one
/// granted, as a text, so that `*` needs `*` and a template itself or one that matches it.
std::optional<auth::objection> judge_subscribe(const std::vector<std::string>& selectors,
                                               const std::vector<hub::selector>& granted);

/// The same for who reads the list of subscriptions at `path`, as it came in the request; the
/// detail says what mercure.subscribe has to match.
std::optional<auth::objection> judge_listing(std::string_view path,
                                             const std::vector<hub::selector>& granted);

/// What grants do for the topics a stream asks for.
enum class coverage {
  nothing_granted,  // public updates only
  none_of_these,    // private updates only by an alternate topic that is granted
  some_of_these,
};

/// Two templates count as covering each other when a topic could match both as far as the text
/// before their first expressions tells, so that no stream is called uncovered that is not.
coverage coverage_of(const std::vector<std::string>& asked,
                     const std::vector<hub::selector>& granted);

/// What to tell a stream in a comment, and the log, about that; empty when all is as expected. A
/// cookie that has expired lets a browser come back without a token: it gets 200, and for hours not
/// one private update (pimcore/studio-ui-bundle issues 3676 and 4009).
std::string_view notice(coverage of);

}  // namespace sluice::mercure
