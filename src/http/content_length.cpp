#include "http/content_length.hpp"

#include <charconv>
#include <string>

#include "base/text.hpp"

namespace sluice::http {
namespace {

// Digits only (RFC 9110, section 8.6): from_chars takes no sign for an unsigned number.
std::optional<std::size_t> parse_length(std::string_view text) {
  std::size_t length = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, length);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return length;
}

// Twenty digits hold every 64-bit number; a longer one is not worth its place in an answer.
constexpr std::size_t shown_length_bytes = 20;

}  // namespace

result<> check_content_length(std::optional<std::string_view> stated, std::size_t received_bytes) {
  if (!stated || stated->empty() || *stated == "-1") return {};
  if (parse_length(*stated) == received_bytes) return {};
  return failure{errc::text_malformed, "CONTENT_LENGTH is " +
                                           printable(*stated, shown_length_bytes) +
                                           ", but the body has " + std::to_string(received_bytes) +
                                           (received_bytes == 1 ? " byte" : " bytes")};
}

}  // namespace sluice::http
