#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sluice {

/// A short, complete answer: status, headers, body. A value.
///
///     return sluice::reply(404, "No such page.\n");
class reply {
 public:
  using header_list = std::vector<std::pair<std::string, std::string>>;

  /// `body` as text/plain; charset=utf-8.
  explicit reply(int status, std::string body = {});
  reply(int status, std::string content_type, std::string body);

  /// Adds a header. Throws std::invalid_argument when name or value would break the head.
  reply& header(std::string name, std::string value) &;
  reply&& header(std::string name, std::string value) && {
    return std::move(header(std::move(name), std::move(value)));
  }

  int status() const { return status_; }
  const std::string& body() const { return body_; }
  /// All headers, Content-Type among them, in the order they are sent.
  const header_list& headers() const { return headers_; }

  friend bool operator==(const reply&, const reply&) = default;

 private:
  int status_;
  header_list headers_;
  std::string body_;
};

}  // namespace sluice
