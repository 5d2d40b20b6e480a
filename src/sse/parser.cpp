#include "sse/parser.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "sse/line_break.hpp"
#include "sse/utf8.hpp"

namespace sluice::sse {
namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

bool parser::feed(std::string_view bytes, const message_handler& on_message,
                  const comment_handler& on_comment) {
  while (!bytes.empty() && !is_over_limit_) {
    if (std::exchange(is_after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const std::size_t end = find_line_break(bytes);
    const std::string_view part = bytes.substr(0, end);
    if (line_.size() + part.size() > limit_bytes_) {
      is_over_limit_ = true;
      break;
    }
    if (end == std::string_view::npos) {
      line_ += part;
      break;
    }
    is_after_cr_ = bytes[end] == '\r';
    bytes.remove_prefix(end + 1);
    take_line(line_.empty() ? part : line_.append(part), on_message, on_comment);
    line_.clear();
  }
  return !is_over_limit_;
}

// Bytes are decoded field by field: no byte of a character, whole or cut off, is CR, LF, a colon or
// a space, so that the lines and fields are the same as those of the decoded stream.
void parser::take_line(std::string_view line, const message_handler& on_message,
                       const comment_handler& on_comment) {
  if (std::exchange(is_first_line_, false) && line.starts_with(byte_order_mark)) {
    line.remove_prefix(byte_order_mark.size());
  }
  if (line.empty()) return dispatch(on_message);
  const std::size_t colon = line.find(':');
  if (colon == 0) {
    if (on_comment) on_comment(line.substr(1));
    return;
  }
  std::string_view value;
  if (colon != std::string_view::npos) {
    value = line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
  }
  take_field(line.substr(0, colon), value);
}

void parser::take_field(std::string_view name, std::string_view value) {
  if (name == "data") {
    take_data(value);
  } else if (name == "event") {
    if (auto type = decode(value)) type_ = std::move(*type);
  } else if (name == "id") {
    if (value.find('\0') != std::string_view::npos) return;
    if (auto id = decode(value)) id_ = std::move(*id);
  } else if (name == "retry") {
    take_retry(value);
  }
}

void parser::take_data(std::string_view value) {
  append_utf8_decoded(data_, value);
  // The line feed behind the last line is not part of the event's data.
  if (data_.size() > limit_bytes_) is_over_limit_ = true;
  data_ += '\n';
}

// A time that no count of milliseconds holds, 292 million years, is ignored like one that is not a
// number.
void parser::take_retry(std::string_view value) {
  std::chrono::milliseconds::rep count = 0;
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (value.empty() || !std::all_of(value.begin(), value.end(), is_digit)) return;
  const auto parsed = std::from_chars(value.data(), value.data() + value.size(), count);
  if (parsed.ec == std::errc()) retry_ = std::chrono::milliseconds(count);
}

void parser::dispatch(const message_handler& on_message) {
  last_event_id_ = id_;
  std::string type = std::exchange(type_, {});
  std::string data = std::exchange(data_, {});
  if (data.empty()) return;
  data.pop_back();
  message what;
  if (!type.empty()) what.type = std::move(type);
  what.data = std::move(data);
  what.last_event_id = last_event_id_;
  on_message(std::move(what));
}

// A replacement character is longer than the byte it stands for.
std::optional<std::string> parser::decode(std::string_view value) {
  std::string text;
  append_utf8_decoded(text, value);
  if (text.size() <= limit_bytes_) return text;
  is_over_limit_ = true;
  return std::nullopt;
}

}  // namespace sluice::sse
