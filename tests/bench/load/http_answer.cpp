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

// The last chunk is empty, and no chunk of an answer here holds a line of its own like that.
std::size_t end_of_chunks(std::string_view bytes, std::size_t head_bytes) {
  constexpr std::string_view last = "0\r\n\r\n";
  if (bytes.substr(head_bytes).starts_with(last)) return head_bytes + last.size();
  const std::size_t at = bytes.find("\r\n0\r\n\r\n", head_bytes);
  return at == std::string_view::npos ? 0 : at + last.size() + 2;
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
