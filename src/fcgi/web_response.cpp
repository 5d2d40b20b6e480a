#include "fcgi/web_response.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace sluice::fcgi {
namespace {

constexpr std::size_t end_body_bytes = 8;
constexpr std::size_t protocol_status_at = 4;
// A line may end with LF alone, and a CR before it is none of its.
constexpr std::string_view blanks = " \t\r";

// Where the head ends, with the empty line: CR LF is what a worker writes, LF alone is allowed
// (RFC 3875, section 6.3.4).
std::size_t find_head_end(std::string_view text) {
  const std::size_t full = text.find("\r\n\r\n");
  const std::size_t bare = text.find("\n\n");
  const std::size_t full_end = full == text.npos ? text.npos : full + 4;
  const std::size_t bare_end = bare == text.npos ? text.npos : bare + 2;
  return std::min(full_end, bare_end);
}

}  // namespace

web_response::state web_response::feed(std::string_view bytes, const body_handler& on_body) {
  while (!bytes.empty() && state_ < state::ended) {
    if (header_taken_ < header_bytes) {
      take_header_byte(bytes.front());
      bytes.remove_prefix(1);
    } else if (content_left_ > 0) {
      const std::string_view part = bytes.substr(0, content_left_);
      bytes.remove_prefix(part.size());
      content_left_ -= part.size();
      take_content(part, on_body);
    } else {
      const std::size_t skipped = std::min(padding_left_, bytes.size());
      bytes.remove_prefix(skipped);
      padding_left_ -= skipped;
    }
    const bool is_record_over =
        header_taken_ == header_bytes && content_left_ == 0 && padding_left_ == 0;
    if (is_record_over && state_ < state::ended) end_record();
  }
  return state_;
}

void web_response::take_header_byte(char byte) {
  header_[header_taken_++] = static_cast<unsigned char>(byte);
  if (header_taken_ < header_bytes) return;
  record_ = decode_header(header_);
  content_left_ = record_.content_bytes;
  padding_left_ = record_.padding_bytes;
  if (record_.version != protocol_version) {
    break_off("what answers does not speak FastCGI");
  } else if (record_.type == record_type::end_request && content_left_ != end_body_bytes) {
    break_off("the end of the answer is malformed");
  }
}

void web_response::take_content(std::string_view part, const body_handler& on_body) {
  if (record_.request_id != framed_id) return;
  if (record_.type == record_type::standard_output) {
    take_output(part, on_body);
  } else if (record_.type == record_type::standard_error) {
    errors_ += part.substr(0, longest_error_bytes - errors_.size());
  } else if (record_.type == record_type::end_request) {
    end_body_ += part;
  }
}

void web_response::take_output(std::string_view part, const body_handler& on_body) {
  if (state_ == state::body) return on_body(part);
  head_ += part;
  const std::size_t end = find_head_end(head_);
  if (end == head_.npos) {
    if (head_.size() > longest_head_bytes) break_off("the head of the answer has no end");
    return;
  }
  state_ = state::body;
  const std::string whole = std::move(head_);
  read_head(std::string_view(whole).substr(0, end));
  if (state_ == state::body && end < whole.size()) on_body(std::string_view(whole).substr(end));
}

void web_response::end_record() {
  header_taken_ = 0;
  if (record_.request_id == framed_id && record_.type == record_type::end_request) end_request();
}

void web_response::end_request() {
  const auto status = static_cast<protocol_status>(end_body_[protocol_status_at]);
  if (status == protocol_status::overloaded) {
    break_off("the worker is overloaded");
  } else if (status != protocol_status::request_complete) {
    break_off("the worker refuses the request");
  } else if (state_ == state::head) {
    break_off("the worker ended its answer before the head");
  } else {
    state_ = state::ended;
  }
}

void web_response::read_head(std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    const std::string_view line = trimmed(head.substr(0, end), blanks);
    head.remove_prefix(end == head.npos ? head.size() : end + 1);
    if (line.empty()) continue;
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0) return break_off("a line of the head is malformed");
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = trimmed(line.substr(colon + 1), blanks);
    if (equals_ignoring_case(name, "Status")) read_status(value);
    headers_.emplace_back(name, value);
  }
}

void web_response::read_status(std::string_view value) {
  constexpr std::size_t digits = 3;
  int number = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), number);
  const bool has_three_digits = read.ec == std::errc() && read.ptr == value.data() + digits;
  if (!has_three_digits || number < 100) return break_off("the status of the answer is malformed");
  status_ = number;
}

std::optional<std::string> web_response::header(std::string_view name) const {
  for (const auto& [known, value] : headers_) {
    if (equals_ignoring_case(known, name)) return value;
  }
  return std::nullopt;
}

void web_response::break_off(std::string why) {
  state_ = state::broken;
  trouble_ = std::move(why);
}

}  // namespace sluice::fcgi
