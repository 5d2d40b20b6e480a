#include "support/fcgi_record.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::test {
namespace {

void append_number(std::string& out, std::size_t number, int bytes) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out += static_cast<char>(number >> shift & 0xFF);
  }
}

void append_length(std::string& out, std::size_t length) {
  // Section 3.4: the high bit marks the form of four bytes.
  if (length > 127) return append_number(out, length | std::size_t{1} << 31, 4);
  append_number(out, length, 1);
}

}  // namespace

std::string record_bytes(record_type type, std::uint16_t id, std::string_view content,
                         std::size_t padding_bytes) {
  if (content.size() > max_content_bytes || padding_bytes > 255) {
    throw std::length_error("a FastCGI record of " + std::to_string(content.size()) + " bytes");
  }
  std::string out;
  append_number(out, 1, 1);  // version
  append_number(out, static_cast<std::size_t>(type), 1);
  append_number(out, id, 2);
  append_number(out, content.size(), 2);
  append_number(out, padding_bytes, 1);
  append_number(out, 0, 1);  // reserved
  out += content;
  out.append(padding_bytes, '\xA5');  // anything: the reader must not look
  return out;
}

std::string begin_bytes(std::uint16_t id, after_request after, std::uint16_t role_number) {
  std::string content;
  append_number(content, role_number, 2);
  append_number(content, after == after_request::keep ? 1 : 0, 1);
  append_number(content, 0, 5);
  return record_bytes(record_type::begin, id, content);
}

std::string abort_bytes(std::uint16_t id) {
  return record_bytes(record_type::abort, id, "");
}

std::string stream_bytes(record_type type, std::uint16_t id, std::string_view content,
                         std::size_t record_limit, std::size_t padding_bytes) {
  std::string out;
  for (; !content.empty(); content.remove_prefix(std::min(record_limit, content.size()))) {
    out += record_bytes(type, id, content.substr(0, record_limit), padding_bytes);
  }
  return out;
}

std::string pair_bytes(std::string_view name, std::string_view value) {
  std::string out;
  append_length(out, name.size());
  append_length(out, value.size());
  out += name;
  out += value;
  return out;
}

}  // namespace sluice::test
