#include "fcgi/web_request.hpp"

#include <string_view>

#include "fcgi/record.hpp"

namespace sluice::fcgi {
namespace {

constexpr std::uint16_t request_id = framed_id;

void append_begin(std::string& out) {
  // The role in two bytes, no flags, five reserved bytes (section 5.1).
  constexpr std::string_view body("\0\1\0\0\0\0\0\0", 8);
  append_header(out, record_type::begin_request, request_id, body.size());
  out += body;
}

// `content` in records, and the empty one that ends the stream.
void append_stream(std::string& out, record_type type, std::string_view content) {
  while (!content.empty()) {
    const std::string_view part = content.substr(0, max_content_bytes);
    append_header(out, type, request_id, part.size());
    out += part;
    content.remove_prefix(part.size());
  }
  append_header(out, type, request_id, 0);
}

std::string variable_name(std::string_view header) {
  std::string name = "HTTP_";
  for (const char c : header) {
    const bool is_lower = c >= 'a' && c <= 'z';
    name += c == '-' ? '_' : is_lower ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::string encode_pairs(const web_request& what) {
  const std::size_t question = what.target.find('?');
  const std::string path = what.target.substr(0, question);
  std::string pairs;
  append_pair(pairs, "GATEWAY_INTERFACE", "CGI/1.1");
  append_pair(pairs, "SERVER_PROTOCOL", "HTTP/1.1");
  append_pair(pairs, "REQUEST_METHOD", what.method);
  append_pair(pairs, "REQUEST_URI", what.target);
  append_pair(pairs, "SCRIPT_NAME", path);
  append_pair(pairs, "QUERY_STRING",
              question == what.target.npos ? "" : what.target.substr(question + 1));
  append_pair(pairs, "REMOTE_ADDR", what.remote_address);
  if (!what.body.empty() || what.method == "POST") {
    append_pair(pairs, "CONTENT_LENGTH", std::to_string(what.body.size()));
  }
  for (const auto& [name, value] : what.headers) {
    // CGI has these two without the prefix (RFC 3875, sections 4.1.2 and 4.1.3).
    if (name == "Content-Type") {
      append_pair(pairs, "CONTENT_TYPE", value);
    } else {
      append_pair(pairs, variable_name(name), value);
    }
  }
  return pairs;
}

}  // namespace

std::string encode(const web_request& what) {
  std::string bytes;
  append_begin(bytes);
  append_stream(bytes, record_type::params, encode_pairs(what));
  append_stream(bytes, record_type::standard_input, what.body);
  return bytes;
}

}  // namespace sluice::fcgi
