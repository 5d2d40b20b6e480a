// The operators' page and what it loads. All of it is embedded; nothing external.
#pragma once

#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::pages {

/// The HTML document, with the policy of every page here. It says nothing of the worker by itself:
/// what it shows comes over the route `status/events` beside it, whose refusal it shows as well. So
/// whoever may not look learns why, and the page goes on by itself once he may. Its links are
/// relative, so it works below any base path.
reply status(const request& what);

reply status_style(const request& what);

/// The library that draws the charts, with its licence, and what the page does.
reply status_script(const request& what);

}  // namespace sluice::pages
