#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/web_request.hpp"

namespace sluice::test {

/// The bytes of STDOUT read as a CGI response (RFC 3875, section 6). A value.
struct cgi_answer {
  std::string head;  // with the empty line
  fields headers;
  std::string body;

  /// The value of Status, such as "404 Not Found"; "200 OK" when it is absent.
  std::string status() const;
  /// The number alone.
  int code() const;
  /// The values of every header of that name, in any case.
  std::vector<std::string> all(std::string_view name) const;
};

/// Throws peer_error (malformed) when `output` has no head of CR LF lines with an empty line.
cgi_answer parse_answer(std::string_view output);

}  // namespace sluice::test
