#include "http/header.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "base/text.hpp"

namespace sluice::http {

bool is_header_name(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_header_value(std::string_view value) {
  constexpr std::string_view refused("\r\n\0", 3);
  return value.find_first_of(refused) == std::string_view::npos;
}

bool is_reserved_header(std::string_view name) {
  constexpr std::array<std::string_view, 7> reserved = {
      "Status",           "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive",
      "Proxy-Connection", "Upgrade"};
  return std::any_of(reserved.begin(), reserved.end(),
                     [&](std::string_view each) { return equals_ignoring_case(name, each); });
}

void require_header(std::string_view name, std::string_view value) {
  const std::string shown = printable(name);
  if (!is_header_name(name)) {
    throw std::invalid_argument("\"" + shown + "\" is not the name of a header");
  }
  if (!is_header_value(value)) {
    throw std::invalid_argument("the header " + shown +
                                " holds a line break or NUL, which would break the response head");
  }
  if (is_reserved_header(name)) {
    throw std::invalid_argument("the header " + shown +
                                " is said by sluice or the web server, not by an answer");
  }
}

bool has_header(const reply::header_list& in, std::string_view name) {
  return std::any_of(in.begin(), in.end(),
                     [&](const auto& each) { return equals_ignoring_case(each.first, name); });
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace sluice::http
