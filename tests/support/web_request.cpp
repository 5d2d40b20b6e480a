#include "support/web_request.hpp"

namespace sluice::test {

web_request::web_request(std::string target) : target_(std::move(target)) {}

web_request& web_request::method(std::string name) {
  method_ = std::move(name);
  return *this;
}

web_request& web_request::variable(std::string name, std::string value) {
  variables_.emplace_back(std::move(name), std::move(value));
  return *this;
}

web_request& web_request::body(std::string bytes) {
  body_ = std::move(bytes);
  return *this;
}

web_request& web_request::keep_connection() {
  after_ = after_request::keep;
  return *this;
}

web_request& web_request::id(std::uint16_t number) {
  id_ = number;
  return *this;
}

std::string web_request::pairs() const {
  const auto question = target_.find('?');
  const bool has_query = question != std::string::npos;
  std::string out = pair_bytes("REQUEST_METHOD", method_);
  out += pair_bytes("REQUEST_URI", target_);
  out += pair_bytes("SCRIPT_NAME", target_.substr(0, question));
  out += pair_bytes("QUERY_STRING", has_query ? target_.substr(question + 1) : "");
  out += pair_bytes("SERVER_PROTOCOL", "HTTP/1.1");
  out += pair_bytes("GATEWAY_INTERFACE", "CGI/1.1");
  out += pair_bytes("REMOTE_ADDR", "127.0.0.1");
  for (const auto& [name, value] : variables_) out += pair_bytes(name, value);
  return out;
}

std::string web_request::params() const {
  return stream_bytes(record_type::params, id_, pairs()) +
         record_bytes(record_type::params, id_, "");
}

std::string web_request::input() const {
  return stream_bytes(record_type::input, id_, body_) + record_bytes(record_type::input, id_, "");
}

}  // namespace sluice::test
