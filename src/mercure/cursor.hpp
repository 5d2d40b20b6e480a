// Where a subscriber wants to go on (Mercure draft 07, "Reconciliation"). Pure.
#pragma once

#include <string>

namespace sluice::mercure {

/// `none` is for live updates only, `earliest` for all that history holds.
enum class cursor_kind { none, after, earliest };

/// A value.
struct cursor {
  cursor_kind kind = cursor_kind::none;
  /// Of the update after which to go on; empty unless `kind` is `after`.
  std::string id = {};

  friend bool operator==(const cursor&, const cursor&) = default;
};

}  // namespace sluice::mercure
