#pragma once

#include <string>

#include "support/cgi_answer.hpp"
#include "support/fcgi_peer.hpp"
#include "support/web_request.hpp"

namespace sluice::test {

// END_REQUEST's body: application status 0, FCGI_REQUEST_COMPLETE.
inline const std::string request_complete(8, '\0');

/// One request on a connection of its own. Throws peer_error.
inline fcgi_response ask(const std::string& address, const web_request& what,
                         time_point deadline = within()) {
  fcgi_peer peer(address);
  peer.write(what.bytes(), deadline);
  return peer.read_response(what.id(), deadline);
}

/// True when the worker at `address` serves its page. Throws peer_error.
inline bool answers(const std::string& address) {
  return parse_answer(ask(address, web_request("/sluice/page")).output).code() == 200;
}

/// True for what every answer must be, so that no proxy turns it into a 502 (field report F8): a
/// head with Status, an empty STDOUT record, END_REQUEST with status 0.
inline bool is_complete_answer(const fcgi_response& response) {
  return response.output.rfind("Status: ", 0) == 0 &&
         response.output.find("\r\n\r\n") != std::string::npos && response.has_ended_output() &&
         response.end == request_complete && response.errors.empty();
}

}  // namespace sluice::test
