// FastCGI records as a web server writes them (FastCGI specification 1.0, sections 3 to 5). Written
// apart from the worker's own encoder, so that a mistake there does not hide itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::test {

enum class record_type : std::uint8_t {
  begin = 1,
  abort = 2,
  end = 3,
  params = 4,
  input = 5,
  output = 6,
  errors = 7,
  get_values = 9,
  values = 10,
  unknown = 11,
};

enum class role : std::uint16_t { responder = 1, authorizer = 2, filter = 3 };

enum class after_request { close, keep };

inline constexpr std::size_t header_bytes = 8;
inline constexpr std::size_t max_content_bytes = 65535;

/// One record as it was read.
struct record {
  std::string header;  // the eight bytes as they came
  record_type type{};
  std::uint16_t request_id = 0;
  std::string content;
  std::size_t padding_bytes = 0;
};

/// One record. `content` is at most `max_content_bytes`.
std::string record_bytes(record_type type, std::uint16_t id, std::string_view content,
                         std::size_t padding_bytes = 0);

std::string begin_bytes(std::uint16_t id, after_request after, std::uint16_t role_number = 1);
std::string abort_bytes(std::uint16_t id);

/// `content` as records of at most `record_limit` bytes, without the empty record at the end.
std::string stream_bytes(record_type type, std::uint16_t id, std::string_view content,
                         std::size_t record_limit = max_content_bytes,
                         std::size_t padding_bytes = 0);

/// A name-value pair (section 3.4), with the short form of a length where it fits.
std::string pair_bytes(std::string_view name, std::string_view value);

}  // namespace sluice::test
