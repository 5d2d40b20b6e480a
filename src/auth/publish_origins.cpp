#include "auth/publish_origins.hpp"

#include <string_view>

#include "base/text.hpp"

namespace sluice::auth {
namespace {

bool changes_nothing(std::string_view method) {
  for (const std::string_view each : {"GET", "HEAD", "OPTIONS", "QUERY"}) {
    if (method == each) return true;
  }
  return false;
}

}  // namespace

std::optional<objection> object_to_source(const request& of, const presented& token,
                                          const publish_origins& origins) {
  if (token.by != carrier::cookie || changes_nothing(of.method())) return std::nullopt;
  const auto source = http::source_origin(of);
  if (!source) return objection{reason::source_unknown};
  if (origins.allowed.match(*source) != http::origin_match::none) return std::nullopt;
  return objection{reason::source_not_allowed, printable(source->text())};
}

}  // namespace sluice::auth
