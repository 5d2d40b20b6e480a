// A web server's side of a request, for tools that talk to a worker directly. Pure.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sluice::fcgi {

/// A request as a web server hands it on. A value.
///
///     web_request asked;
///     asked.target = "/.well-known/mercure?topic=news";
///     asked.headers.emplace_back("Accept", "text/event-stream");
///     write(socket, encode(asked));
struct web_request {
  std::string method = "GET";
  /// Path and query, as in the request line.
  std::string target = "/";
  /// Names as on the wire: `Last-Event-ID` becomes HTTP_LAST_EVENT_ID (RFC 3875, section 4.1.18).
  std::vector<std::pair<std::string, std::string>> headers;
  /// STDIN. Its length is told when it has one, or when the method is POST.
  std::string body;
  std::string remote_address = "127.0.0.1";
};

/// BEGIN_REQUEST for a responder with id 1, PARAMS and STDIN with their empty ends. The worker
/// closes the connection after its answer.
std::string encode(const web_request& what);

}  // namespace sluice::fcgi
