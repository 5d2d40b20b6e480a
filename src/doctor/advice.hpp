// What to change for each kind of fault, for each web server. Pure data.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// One row. With `unknown` as its server it holds for those that have no row of their own.
struct advice {
  /// As in `finding::kind`.
  std::string_view kind;
  web_server server;
  /// What to do, without a full stop.
  std::string_view text;
  /// The shipped file that is right in this, and what stands in it; empty where no file can be.
  std::string_view file = {};
  std::string_view line = {};
};

std::span<const advice> advice_table();

/// The text for one server, or for all that may be meant, a line each. Empty for a kind that has no
/// row.
std::string advise(std::string_view kind, web_server server);

}  // namespace sluice::doctor
