// The page that shows a stream, and what it loads. All of it is embedded; nothing external.
#pragma once

#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::pages {

/// The HTML document, with a policy under which nothing inline and nothing from elsewhere runs. Its
/// links are relative, so it works below any base path. Asked for an event stream only, as
/// EventSource asks, it answers 406 and names the route that has one.
reply page(const request& what);

reply page_style(const request& what);

/// What the page does: it follows the topics that its own address names, `page?topic=chat`, over
/// the route `events` beside it, or without a topic that route itself; and it publishes over
/// `publish`.
reply page_script(const request& what);

}  // namespace sluice::pages
