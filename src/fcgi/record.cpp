#include "fcgi/record.hpp"

#include <algorithm>
#include <optional>

namespace sluice::fcgi {
namespace {

// A length below 128 takes one byte, any other four with the high bit set (section 3.4).
constexpr std::size_t short_length_limit = 128;

void append_byte(std::string& out, std::size_t value) {
  out += static_cast<char>(static_cast<unsigned char>(value & 0xFF));
}

void append_length(std::string& out, std::size_t length) {
  if (length < short_length_limit) return append_byte(out, length);
  append_byte(out, (length >> 24) | 0x80);
  append_byte(out, length >> 16);
  append_byte(out, length >> 8);
  append_byte(out, length);
}

// Takes one length off the front of `rest`.
std::optional<std::size_t> take_length(std::string_view& rest) {
  if (rest.empty()) return std::nullopt;
  const auto byte = [&](std::size_t i) {
    return static_cast<std::size_t>(static_cast<unsigned char>(rest[i]));
  };
  if (byte(0) < short_length_limit) {
    const std::size_t length = byte(0);
    rest.remove_prefix(1);
    return length;
  }
  if (rest.size() < 4) return std::nullopt;
  const std::size_t length = (byte(0) & 0x7F) << 24 | byte(1) << 16 | byte(2) << 8 | byte(3);
  rest.remove_prefix(4);
  return length;
}

struct pair_view {
  std::string_view name;
  std::string_view value;
};

std::optional<pair_view> take_pair(std::string_view& rest) {
  const auto name_bytes = take_length(rest);
  const auto value_bytes = name_bytes ? take_length(rest) : std::nullopt;
  if (!value_bytes || *name_bytes + *value_bytes > rest.size()) return std::nullopt;
  const pair_view pair{rest.substr(0, *name_bytes), rest.substr(*name_bytes, *value_bytes)};
  rest.remove_prefix(*name_bytes + *value_bytes);
  return pair;
}

}  // namespace

record_header decode_header(const std::array<unsigned char, header_bytes>& bytes) {
  record_header header;
  header.version = bytes[0];
  header.type = static_cast<record_type>(bytes[1]);
  header.request_id = static_cast<std::uint16_t>(bytes[2] << 8 | bytes[3]);
  header.content_bytes = static_cast<std::uint16_t>(bytes[4] << 8 | bytes[5]);
  header.padding_bytes = bytes[6];
  return header;
}

void append_header(std::string& out, record_type type, std::uint16_t request_id,
                   std::size_t content_bytes) {
  append_byte(out, protocol_version);
  append_byte(out, static_cast<std::size_t>(type));
  append_byte(out, request_id >> 8);
  append_byte(out, request_id);
  append_byte(out, content_bytes >> 8);
  append_byte(out, content_bytes);
  out.append(2, '\0');  // no padding; reserved
}

void append_stdout(std::string& out, std::uint16_t request_id, std::string_view payload) {
  while (!payload.empty()) {
    const std::string_view content = payload.substr(0, max_content_bytes);
    append_header(out, record_type::standard_output, request_id, content.size());
    out += content;
    payload.remove_prefix(content.size());
  }
}

void append_end(std::string& out, std::uint16_t request_id) {
  append_header(out, record_type::standard_output, request_id, 0);
  append_end_request(out, request_id, protocol_status::request_complete);
}

void append_end_request(std::string& out, std::uint16_t request_id, protocol_status status) {
  append_header(out, record_type::end_request, request_id, 8);
  out.append(4, '\0');  // appStatus
  append_byte(out, static_cast<std::size_t>(status));
  out.append(3, '\0');
}

void append_unknown_type(std::string& out, std::uint8_t type) {
  append_header(out, record_type::unknown_type, 0, 8);
  append_byte(out, type);
  out.append(7, '\0');
}

void append_values(std::string& out, std::string_view asked, std::size_t connections) {
  std::string content;
  while (const auto pair = take_pair(asked)) {
    if (pair->name == "FCGI_MPXS_CONNS") {
      append_pair(content, pair->name, "0");
    } else if (pair->name == "FCGI_MAX_CONNS" || pair->name == "FCGI_MAX_REQS") {
      append_pair(content, pair->name, std::to_string(connections));
    }
  }
  append_header(out, record_type::get_values_result, 0, content.size());
  out += content;
}

void append_pair(std::string& out, std::string_view name, std::string_view value) {
  append_length(out, name.size());
  append_length(out, value.size());
  out += name;
  out += value;
}

bool is_whole_pairs(std::string_view content) {
  while (!content.empty()) {
    if (!take_pair(content)) return false;
  }
  return true;
}

}  // namespace sluice::fcgi
