// The script that other pages load, and under which address it may be kept for good.
#pragma once

#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::pages {

/// `Sluice.connect` and what data-topics does; assets/sluice.js says how both are used. Its ETag is
/// its version: asked with that as the parameter `v`, it is immutable for a year, because another
/// script has another address. Otherwise browsers ask for it anew, and whoever holds this version
/// (If-None-Match, RFC 9110, section 13.1.2) is answered 304.
reply client_script(const request& what);

}  // namespace sluice::pages
