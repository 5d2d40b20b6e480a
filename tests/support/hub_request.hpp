// Requests of the Mercure protocol as a web server hands them on. Written apart from the worker's
// own forms, so that a mistake there does not hide itself.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/web_request.hpp"

namespace sluice::test {

inline const std::string hub_path = "/.well-known/mercure";

/// Every byte but letters and digits as %XX.
std::string encode_component(std::string_view text);
/// `name=value&…`, both encoded.
std::string form_text(const fields& form);

/// POST of `body` with the form's content type and its length. The right to it is added by
/// `with_bearer` or a cookie.
web_request publish_request(std::string body, const std::string& path = hub_path);
web_request publish_request(const fields& form);

/// GET of the stream of these selectors; `more` are further parameters.
web_request subscribe_request(const std::vector<std::string>& selectors, const fields& more = {});

web_request with_bearer(web_request what, const std::string& token);
web_request with_cookie(web_request what, const std::string& token,
                        const std::string& name = "mercureAuthorization");

}  // namespace sluice::test
