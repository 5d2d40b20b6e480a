#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "sluice/request.hpp"

namespace sluice::fcgi {

/// Turns the name-value pairs of one request into its CGI variables. The only class that knows
/// libfcgi, which reads them from a file in memory: it never sees a socket, so no peer can make it
/// wait. One thread; one per loop.
class request_parser final {
 public:
  /// Throws std::system_error when there is no descriptor for the file in memory.
  request_parser();
  ~request_parser();
  request_parser(const request_parser&) = delete;
  request_parser& operator=(const request_parser&) = delete;

  /// `params` is the content of all PARAMS records. Fails with text_malformed when it is not whole
  /// pairs, or libfcgi refuses it.
  result<cgi_variables> try_parse(std::string_view params);

 private:
  struct library;
  std::unique_ptr<library> library_;
};

}  // namespace sluice::fcgi
