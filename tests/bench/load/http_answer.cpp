#include "bench/load/http_answer.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>
#include <string>

namespace sluice::bench {
namespace {

std::string_view field(std::string_view head, const std::string& name) {
  std::string lower(head);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
  const std::size_t at = lower.find("\r\n" + name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t begin = at + name.size() + 4;
  return head.substr(begin, head.find('\r', begin) - begin);
}

// Trailers are none: no server here sends them.
std::size_t end_of_chunks(std::string_view bytes, std::size_t at) {
  constexpr std::size_t line_end_bytes = 2;
  for (;;) {
    const std::size_t line_end = bytes.find("\r\n", at);
    if (line_end == std::string_view::npos) return 0;
    std::size_t size = 0;
    const auto read = std::from_chars(bytes.data() + at, bytes.data() + line_end, size, 16);
    if (read.ec != std::errc()) throw std::runtime_error("a publish was answered by no chunk");
    at = line_end + line_end_bytes;
    if (bytes.size() - at < line_end_bytes || bytes.size() - at - line_end_bytes < size) return 0;
    at += size + line_end_bytes;
    if (size == 0) return at;
  }
}

}  // namespace

std::size_t whole_answer_bytes(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const std::string_view head = bytes.substr(0, end + 2);
  if (!head.starts_with("HTTP/1.1 2")) {
    throw std::runtime_error("a publish was answered " +
                             std::string(head.substr(0, head.find('\r'))));
  }
  const std::size_t head_bytes = end + 4;
  if (field(head, "transfer-encoding") == "chunked") return end_of_chunks(bytes, head_bytes);
  const std::string_view length = field(head, "content-length");
  std::size_t body_bytes = 0;
  std::from_chars(length.data(), length.data() + length.size(), body_bytes);
  return bytes.size() < head_bytes + body_bytes ? 0 : head_bytes + body_bytes;
}

}  // namespace sluice::bench
