// Cross-site request forgery: browsers send cookies along with what any page makes them ask for.
#pragma once

#include <optional>

#include "auth/presented.hpp"
#include "auth/reason.hpp"
#include "http/origin.hpp"
#include "sluice/request.hpp"

namespace sluice::auth {

/// The pages whose visitors' cookies may change something. A value.
struct publish_origins {
  /// The site's own among them, from the configuration: proxies do not pass on which port the
  /// browser used, so it is not derived from the request.
  http::origin_list allowed;
};

/// Why a token from this place may not do what the request asks for. Absent for a header's or a
/// query's token, which no page sends without knowing it, and for methods that change nothing
/// (RFC 9110, section 9.2.1). A cookie's needs an allowed origin in `Origin`, else
/// `Referer`; with neither it is refused (Mercure draft 07, security considerations), and so is
/// `Origin: null`, even where `*` is allowed.
std::optional<objection> object_to_source(const request& of, const presented& token,
                                          const publish_origins& origins);

}  // namespace sluice::auth
