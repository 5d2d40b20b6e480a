#include "sluice/reply.hpp"

#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "http/header.hpp"
#include "http/status.hpp"

namespace sluice {

reply::reply(int status, std::string body)
    : reply(status, "text/plain; charset=utf-8", std::move(body)) {}

reply::reply(int status, std::string content_type, std::string body)
    : status_(status), body_(std::move(body)) {
  if (status < http::lowest_status || status > http::highest_status) {
    throw std::invalid_argument("no answer has the status " + std::to_string(status));
  }
  header("Content-Type", std::move(content_type));
}

// Content-Type stays the first and the only one: two of them are read differently by every browser
// and proxy.
reply& reply::header(std::string name, std::string value) & {
  http::require_header(name, value);
  if (!headers_.empty() && equals_ignoring_case(name, "Content-Type")) {
    headers_.front().second = std::move(value);
  } else {
    headers_.emplace_back(std::move(name), std::move(value));
  }
  return *this;
}

}  // namespace sluice
