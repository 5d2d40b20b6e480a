// Which version of an answer a client holds already (RFC 9110, section 13.1.2). Pure.
#pragma once

#include <string_view>

#include "sluice/request.hpp"

namespace sluice::http {

/// True when If-None-Match names the entity tag `tag`, quotes included, as it is or made weak on
/// the way, or any version: the answer is 304.
bool has_version(const request& what, std::string_view tag);

}  // namespace sluice::http
