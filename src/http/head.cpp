#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"

namespace sluice {
namespace {

bool is_token(std::string_view name) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

// A line break in a header would start one of its own.
void require_header(std::string_view name, std::string_view value) {
  constexpr std::string_view refused("\r\n\0", 3);
  if (is_token(name) && value.find_first_of(refused) == std::string_view::npos) return;
  throw std::invalid_argument("the header " + printable(name) + " would break the response head");
}

}  // namespace

reply::reply(int status, std::string body)
    : reply(status, "text/plain; charset=utf-8", std::move(body)) {}

reply::reply(int status, std::string content_type, std::string body)
    : status_(status), body_(std::move(body)) {
  header("Content-Type", std::move(content_type));
}

reply& reply::header(std::string name, std::string value) & {
  require_header(name, value);
  headers_.emplace_back(std::move(name), std::move(value));
  return *this;
}

}  // namespace sluice

namespace sluice::http {
namespace {

bool has_header(const reply& what, std::string_view name) {
  return std::any_of(what.headers().begin(), what.headers().end(),
                     [&](const auto& each) { return equals_ignoring_case(each.first, name); });
}

void append_line(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

std::string status_line(int status) {
  std::string text = std::to_string(status);
  const std::string_view phrase = reason_phrase(status);
  if (!phrase.empty()) text.append(" ").append(phrase);
  std::string line;
  append_line(line, "Status", text);
  return line;
}

bool has_body(int status) {
  return status != 204 && status != 304;
}

}  // namespace

std::string_view reason_phrase(int status) {
  static constexpr std::array<std::pair<int, std::string_view>, 24> phrases = {{
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {204, "No Content"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {413, "Content Too Large"},
      {415, "Unsupported Media Type"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {500, "Internal Server Error"},
      {503, "Service Unavailable"},
  }};
  const auto found = std::find_if(phrases.begin(), phrases.end(),
                                  [&](const auto& each) { return each.first == status; });
  return found == phrases.end() ? std::string_view() : found->second;
}

std::string encode_reply(const reply& what, answer_part part) {
  std::string out = status_line(what.status());
  const bool is_bodied = has_body(what.status());
  for (const auto& [name, value] : what.headers()) {
    if (is_bodied || name != "Content-Type") append_line(out, name, value);
  }
  if (is_bodied) append_line(out, "Content-Length", std::to_string(what.body().size()));
  if (!has_header(what, "Cache-Control")) append_line(out, "Cache-Control", "no-store");
  append_line(out, "X-Content-Type-Options", "nosniff");
  out += "\r\n";
  if (is_bodied && part == answer_part::whole) out += what.body();
  return out;
}

std::string stream_head(const reply::header_list& extra) {
  static constexpr std::array<std::string_view, 5> refused = {
      "Transfer-Encoding", "Content-Length", "Content-Encoding", "Connection", "Keep-Alive"};
  std::string out = status_line(200);
  append_line(out, "Content-Type", "text/event-stream");
  append_line(out, "Cache-Control", "no-cache, no-store, no-transform");
  append_line(out, "X-Accel-Buffering", "no");
  append_line(out, "X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : extra) {
    require_header(name, value);
    for (const std::string_view each : refused) {
      if (equals_ignoring_case(name, each)) {
        throw std::invalid_argument("an event stream has no header " + name);
      }
    }
    append_line(out, name, value);
  }
  out += "\r\n";
  return out;
}

}  // namespace sluice::http
