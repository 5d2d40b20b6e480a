// Percent-encoding as the protocol wants it. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sluice::mercure {

/// A variable in the simple expansion of a URI Template (RFC 6570, section 3.2.2): all but letters,
/// digits and -._~ become `%XX`. Unlike encodeURIComponent, which keeps !*'() too.
std::string expand_simple(std::string_view value);

/// A URL with what may not stand in one (RFC 3986, section 2) as `%XX`; what is encoded already
/// stays.
std::string escape_url(std::string_view url);

}  // namespace sluice::mercure
