#include "bench/load/unframer.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::bench {
namespace {

// FastCGI 1.0, sections 3.3 and 8.
constexpr std::uint8_t record_header_bytes = 8;
constexpr std::uint8_t type_end_request = 3;
constexpr std::uint8_t type_output = 6;

constexpr std::uint32_t chunk_end_bytes = 2;  // CR LF behind a chunk's content
// More is no head of a stream: nginx's own error pages and heads stay below.
constexpr std::size_t most_head_bytes = 16 * 1024;

bool is_stream_head(std::string_view head, framing how) {
  const bool is_ok = how == framing::http ? head.starts_with("HTTP/1.1 200 ")
                                          : head.find("Status: ") == std::string_view::npos ||
                                                head.find("Status: 200") != std::string_view::npos;
  return is_ok && head.find("text/event-stream") != std::string_view::npos;
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

void unframer::take(std::string_view bytes, std::string& text) {
  if (framing_ == framing::records || (has_begun_ && is_chunked_)) {
    while (!bytes.empty() && !has_ended_) bytes = take_frame(bytes, text);
  } else {
    take_content(bytes, text);
  }
}

void unframer::take_content(std::string_view content, std::string& text) {
  if (has_begun_) {
    text += content;
  } else {
    take_head(content, text);
  }
}

void unframer::take_head(std::string_view content, std::string& text) {
  head_ += content;
  const std::size_t end = head_.find("\r\n\r\n");
  if (end == std::string::npos) {
    if (head_.size() > most_head_bytes) throw std::runtime_error("a head without an end");
    return;
  }
  const std::string head = head_.substr(0, end + 2);
  const std::string rest = head_.substr(end + 4);
  std::string().swap(head_);
  if (!is_stream_head(head, framing_)) {
    throw std::runtime_error("not a stream: " + head.substr(0, head.find('\r')));
  }
  has_begun_ = true;
  is_chunked_ = framing_ == framing::http && head.find("chunked") != std::string::npos;
  if (!rest.empty() && is_chunked_) take(rest, text);
  if (!is_chunked_) text += rest;
}

// A frame is a chunk or a record: its header, its content, and what follows without a meaning.
std::string_view unframer::take_frame(std::string_view bytes, std::string& text) {
  if (!is_in_frame_) {
    return framing_ == framing::records ? take_record_header(bytes) : take_chunk_size(bytes);
  }
  if (left_ > 0) {
    const auto count = std::min<std::size_t>(left_, bytes.size());
    const std::string_view content = bytes.substr(0, count);
    if (framing_ == framing::http) text += content;
    if (framing_ == framing::records && is_output_) take_content(content, text);
    left_ -= static_cast<std::uint32_t>(count);
    bytes.remove_prefix(count);
  }
  if (left_ == 0) {
    const auto count = std::min<std::size_t>(padding_, bytes.size());
    padding_ -= static_cast<std::uint32_t>(count);
    bytes.remove_prefix(count);
    if (padding_ == 0) is_in_frame_ = false;
  }
  return bytes;
}

std::string_view unframer::take_chunk_size(std::string_view bytes) {
  const std::size_t end = bytes.find('\n');
  for (const char each : bytes.substr(0, end)) {
    const int value = hex_value(each);
    if (value < 0) is_past_size_ = true;
    if (is_past_size_) continue;
    if (left_ >> 28 != 0) throw std::runtime_error("a chunk of more than four gigabytes");
    left_ = left_ * 16 + static_cast<std::uint32_t>(value);
    has_digits_ = true;
  }
  if (end == std::string_view::npos) return {};
  if (!has_digits_) throw std::runtime_error("a chunk without a size");
  has_ended_ = left_ == 0;
  is_in_frame_ = true;
  has_digits_ = is_past_size_ = false;
  padding_ = chunk_end_bytes;
  return bytes.substr(end + 1);
}

std::string_view unframer::take_record_header(std::string_view bytes) {
  const auto count = std::min<std::size_t>(record_header_bytes - header_bytes_, bytes.size());
  std::copy_n(bytes.begin(), count, header_ + header_bytes_);
  header_bytes_ = static_cast<std::uint8_t>(header_bytes_ + count);
  if (header_bytes_ < record_header_bytes) return {};
  header_bytes_ = 0;
  if (header_[0] != 1) throw std::runtime_error("a record of an unknown version");
  has_ended_ = header_[1] == type_end_request;
  is_output_ = header_[1] == type_output;
  left_ = std::uint32_t{header_[4]} << 8 | header_[5];
  padding_ = header_[6];
  is_in_frame_ = left_ + padding_ > 0;
  return bytes.substr(count);
}

}  // namespace sluice::bench
