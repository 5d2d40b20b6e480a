#include "sse/parser.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace sluice::sse {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
constexpr std::string_view replacement_character = "\xEF\xBF\xBD";

// How a sequence begun by some byte goes on: its length and the range of its second byte
// (Encoding Standard, UTF-8 decoder).
struct sequence_shape {
  std::size_t length;
  unsigned char lowest;
  unsigned char highest;
};

sequence_shape shape_of(unsigned char first) {
  if (first < 0x80) return {1, 0, 0};
  if (first >= 0xC2 && first <= 0xDF) return {2, 0x80, 0xBF};
  if (first == 0xE0) return {3, 0xA0, 0xBF};
  if (first == 0xED) return {3, 0x80, 0x9F};
  if (first >= 0xE1 && first <= 0xEF) return {3, 0x80, 0xBF};
  if (first == 0xF0) return {4, 0x90, 0xBF};
  if (first >= 0xF1 && first <= 0xF3) return {4, 0x80, 0xBF};
  if (first == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

// How many bytes at the front of `text` belong together, well-formed or not.
std::size_t sequence_bytes(std::string_view text, bool& is_well_formed) {
  const sequence_shape shape = shape_of(static_cast<unsigned char>(text[0]));
  is_well_formed = shape.length > 0;
  for (std::size_t i = 1; i < shape.length; ++i) {
    const auto byte = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
    const unsigned char lowest = i == 1 ? shape.lowest : 0x80;
    const unsigned char highest = i == 1 ? shape.highest : 0xBF;
    if (byte < lowest || byte > highest) {
      is_well_formed = false;
      return i;
    }
  }
  return std::max<std::size_t>(shape.length, 1);
}

}  // namespace

std::string replace_invalid_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string out;
  while (!text.empty()) {
    bool is_well_formed = false;
    const std::size_t count = sequence_bytes(text, is_well_formed);
    out += is_well_formed ? text.substr(0, count) : replacement_character;
    text.remove_prefix(count);
  }
  return out;
}

bool parser::feed(std::string_view bytes, const std::function<void(message)>& on_message) {
  while (!bytes.empty() && !is_over_limit_) {
    if (std::exchange(is_after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = bytes.find_first_of("\r\n");
    const std::string_view part = bytes.substr(0, end);
    if (line_.size() + part.size() > limit_bytes_) {
      is_over_limit_ = true;
      break;
    }
    line_ += part;
    if (end == std::string_view::npos) break;
    is_after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    take_line(on_message);
    line_.clear();
  }
  return !is_over_limit_;
}

void parser::take_line(const std::function<void(message)>& on_message) {
  std::string_view line = line_;
  if (std::exchange(is_first_line_, false) && line.starts_with(byte_order_mark)) {
    line.remove_prefix(byte_order_mark.size());
  }
  if (line.empty()) return dispatch(on_message);
  const std::size_t colon = line.find(':');
  if (colon == 0) return;  // a comment
  std::string_view value;
  if (colon != std::string_view::npos) {
    value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
  }
  take_field(line.substr(0, colon), replace_invalid_utf8(value));
}

void parser::take_field(std::string_view name, std::string value) {
  if (name == "data") return take_data(value);
  if (name == "event") {
    type_ = std::move(value);
  } else if (name == "id") {
    if (value.find('\0') == std::string::npos) id_ = std::move(value);
  } else if (name == "retry") {
    take_retry(value);
  }
}

void parser::take_data(const std::string& value) {
  if (data_.size() + value.size() > limit_bytes_) {
    is_over_limit_ = true;
    return;
  }
  data_.append(value).append(1, '\n');
}

void parser::take_retry(std::string_view value) {
  std::chrono::milliseconds::rep count = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) return;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), count);
  if (parsed.ec == std::errc()) retry_ = std::chrono::milliseconds(count);
}

void parser::dispatch(const std::function<void(message)>& on_message) {
  last_event_id_ = id_;
  std::string type = std::exchange(type_, {});
  std::string data = std::exchange(data_, {});
  if (data.empty()) return;
  data.pop_back();  // the line feed behind the last line
  message what;
  if (!type.empty()) what.type = std::move(type);
  what.data = std::move(data);
  what.last_event_id = last_event_id_;
  on_message(std::move(what));
}

}  // namespace sluice::sse
