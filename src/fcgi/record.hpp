// FastCGI records as bytes (FastCGI specification 1.0, sections 3 and 8). Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::fcgi {

inline constexpr std::size_t header_bytes = 8;
inline constexpr std::uint8_t protocol_version = 1;
// contentLength has 16 bits.
inline constexpr std::size_t max_content_bytes = 65535;

enum class record_type : std::uint8_t {
  begin_request = 1,
  abort_request = 2,
  end_request = 3,
  params = 4,
  standard_input = 5,
  standard_output = 6,
  standard_error = 7,
  data = 8,
  get_values = 9,
  get_values_result = 10,
  unknown_type = 11,
};

enum class role : std::uint16_t { responder = 1, authorizer = 2, filter = 3 };

/// The protocolStatus of END_REQUEST.
enum class protocol_status : std::uint8_t {
  request_complete = 0,
  cannot_multiplex = 1,
  overloaded = 2,
  unknown_role = 3,
};

// Bit of BEGIN_REQUEST's flags: the web server keeps the connection after this request.
inline constexpr std::uint8_t keep_connection_flag = 1;

struct record_header {
  std::uint8_t version = protocol_version;
  record_type type{};
  std::uint16_t request_id = 0;
  std::uint16_t content_bytes = 0;
  std::uint8_t padding_bytes = 0;
};

record_header decode_header(const std::array<unsigned char, header_bytes>& bytes);
void append_header(std::string& out, record_type type, std::uint16_t request_id,
                   std::size_t content_bytes);

/// `payload` as STDOUT records of at most 65,535 bytes each. An empty payload appends nothing: an
/// empty STDOUT record would end the stream.
void append_stdout(std::string& out, std::uint16_t request_id, std::string_view payload);

/// The request id that frames shared between connections are made for: every known web server uses
/// it, since none multiplexes.
inline constexpr std::uint16_t framed_id = 1;

/// The end of a response: an empty STDOUT record and END_REQUEST.
void append_end(std::string& out, std::uint16_t request_id);

/// END_REQUEST alone: what answers a request that never became one.
void append_end_request(std::string& out, std::uint16_t request_id, protocol_status status);

void append_unknown_type(std::string& out, std::uint8_t type);

/// The answer to GET_VALUES with this content: of the names asked, the ones known (section 4.1).
/// FCGI_MPXS_CONNS is 0; the two maxima are `connections`.
void append_values(std::string& out, std::string_view asked, std::size_t connections);

/// One name-value pair in the encoding of section 3.4.
void append_pair(std::string& out, std::string_view name, std::string_view value);

/// True when `content` is whole pairs and nothing else. Libfcgi allocates what a pair's lengths say
/// before it has the bytes, so lengths that lie must not reach it.
bool is_whole_pairs(std::string_view content);

}  // namespace sluice::fcgi
