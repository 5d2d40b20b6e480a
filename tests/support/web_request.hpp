#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "support/fcgi_record.hpp"

namespace sluice::test {

using fields = std::vector<std::pair<std::string, std::string>>;

/// A browser's request as a web server hands it on. A value.
///
///     fcgi_peer peer(address);
///     peer.write(web_request("/sluice/echo?name=REMOTE_ADDR").keep_connection().bytes());
class web_request final {
 public:
  /// GET of `target` (path and query), HTTP/1.1, request id 1, connection closed after it.
  explicit web_request(std::string target);

  web_request& method(std::string name);
  /// Another CGI variable, after those a web server always sends.
  web_request& variable(std::string name, std::string value);
  web_request& last_event_id(std::string id) { return variable("HTTP_LAST_EVENT_ID", id); }
  /// STDIN's bytes. CONTENT_LENGTH is set with `variable`, or not.
  web_request& body(std::string bytes);
  web_request& keep_connection();
  web_request& id(std::uint16_t number);

  std::uint16_t id() const { return id_; }
  std::string begin() const { return begin_bytes(id_, after_); }
  /// The content of PARAMS: every pair.
  std::string pairs() const;
  /// PARAMS in one record if they fit, and its end.
  std::string params() const;
  /// STDIN and its end.
  std::string input() const;
  /// BEGIN, PARAMS and STDIN.
  std::string bytes() const { return begin() + params() + input(); }

 private:
  std::string method_ = "GET";
  std::string target_;
  std::string body_;
  fields variables_;
  after_request after_ = after_request::close;
  std::uint16_t id_ = 1;
};

}  // namespace sluice::test
