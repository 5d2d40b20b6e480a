#include "fcgi/assembler.hpp"

#include <algorithm>
#include <utility>

namespace sluice::fcgi {
namespace {

constexpr std::size_t begin_body_bytes = 8;
// The three names of section 4.1 take 50 bytes; anything far longer is not a question.
constexpr std::size_t management_limit_bytes = 1024;

}  // namespace

const assembler::contents& assembler::held() const {
  static const contents nothing;
  return contents_ ? *contents_ : nothing;
}

assembler::contents& assembler::held() {
  if (!contents_) contents_ = std::make_unique<contents>();
  return *contents_;
}

assembler::occurrence assembler::take(std::string_view& bytes, const size_limits& limits) {
  for (;;) {
    if (is_broken_) return occurrence::broken;
    if (is_content_due_ && content_left_ == 0) {
      const occurrence what = close_record();
      if (what != occurrence::nothing) return what;
    }
    if (bytes.empty()) return occurrence::nothing;
    if (content_left_ > 0) {
      const occurrence what = take_content(bytes, limits);
      if (what != occurrence::nothing) return what;
    } else if (padding_left_ > 0) {
      const auto taken = std::min<std::size_t>(padding_left_, bytes.size());
      bytes.remove_prefix(taken);
      padding_left_ = static_cast<std::uint8_t>(padding_left_ - taken);
    } else if (take_header(bytes)) {
      const occurrence what = open_record();
      if (what != occurrence::nothing) return what;
    }
  }
}

bool assembler::take_header(std::string_view& bytes) {
  const auto taken = std::min<std::size_t>(header_bytes - header_taken_, bytes.size());
  std::copy_n(bytes.begin(), taken, header_raw_.begin() + header_taken_);
  bytes.remove_prefix(taken);
  header_taken_ = static_cast<std::uint8_t>(header_taken_ + taken);
  if (header_taken_ < header_bytes) return false;
  header_taken_ = 0;
  return true;
}

assembler::occurrence assembler::open_record() {
  const record_header record = header();
  if (record.version != protocol_version) return fail("the record's version is not 1");
  content_left_ = record.content_bytes;
  padding_left_ = record.padding_bytes;
  is_content_due_ = true;
  if (contents_) contents_->management.clear();
  switch (record.type) {
    case record_type::begin_request:
      return open_begin();
    case record_type::get_values:
      if (content_left_ > management_limit_bytes) return fail("GET_VALUES is longer than 1 KiB");
      return occurrence::nothing;
    case record_type::params:
      if (is_for_active() && has_whole_params_) return fail("PARAMS after their end");
      return occurrence::nothing;
    case record_type::standard_input:
      if (is_for_active() && !has_whole_params_) return fail("STDIN before the end of PARAMS");
      return occurrence::nothing;
    default:
      return occurrence::nothing;
  }
}

assembler::occurrence assembler::open_begin() {
  if (content_left_ != begin_body_bytes) return fail("BEGIN_REQUEST is not 8 bytes long");
  if (header().request_id == 0) return fail("BEGIN_REQUEST has the request id 0");
  if (is_for_active()) return fail("BEGIN_REQUEST for the request that is active");
  return occurrence::nothing;
}

assembler::occurrence assembler::take_content(std::string_view& bytes, const size_limits& limits) {
  const std::string_view part = bytes.substr(0, content_left_);
  bytes.remove_prefix(part.size());
  content_left_ = static_cast<std::uint16_t>(content_left_ - part.size());
  return store(part, limits);
}

assembler::occurrence assembler::store(std::string_view part, const size_limits& limits) {
  switch (header().type) {
    case record_type::begin_request:
    case record_type::get_values:
      held().management += part;
      return occurrence::nothing;
    case record_type::params:
      if (!is_for_active()) return occurrence::nothing;
      if (params().size() + part.size() > limits.params_bytes) return occurrence::params_too_large;
      held().params += part;
      return occurrence::nothing;
    case record_type::standard_input:
      if (!is_for_active() || has_whole_body_ || drops_body_) return occurrence::nothing;
      if (body().size() + part.size() > limits.body_bytes) return occurrence::body_too_large;
      held().body += part;
      return occurrence::nothing;
    default:
      return occurrence::nothing;
  }
}

assembler::occurrence assembler::close_record() {
  const record_header record = header();
  is_content_due_ = false;
  switch (record.type) {
    case record_type::begin_request:
      return close_begin();
    case record_type::abort_request:
      return is_for_active() ? occurrence::aborted : occurrence::nothing;
    case record_type::params:
      if (!is_for_active() || record.content_bytes > 0) return occurrence::nothing;
      has_whole_params_ = true;
      return occurrence::params_complete;
    case record_type::standard_input:
      if (record.content_bytes > 0) return occurrence::nothing;
      // The request may have been answered before its STDIN ended; that end is still worth knowing.
      if (record.request_id != request_id_ || has_whole_body_) return occurrence::nothing;
      has_whole_body_ = true;
      return is_active_ ? occurrence::body_complete : occurrence::nothing;
    case record_type::get_values:
      return occurrence::values_asked;
    default:
      // Only management records (id 0) of unknown types are answered (section 4.2).
      if (record.request_id != 0) return occurrence::nothing;
      subject_ = static_cast<std::uint16_t>(record.type);
      return occurrence::unknown_type;
  }
}

assembler::occurrence assembler::close_begin() {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(held().management[i]); };
  subject_ = header().request_id;
  if (is_active_) return occurrence::second_request;
  keeps_connection_ = (byte(2) & keep_connection_flag) != 0;
  if (static_cast<role>(byte(0) << 8 | byte(1)) != role::responder) return occurrence::unknown_role;
  is_active_ = true;
  has_whole_params_ = has_whole_body_ = drops_body_ = false;
  request_id_ = header().request_id;
  held().params.clear();
  held().body.clear();
  return occurrence::nothing;
}

void assembler::finish_request() {
  is_active_ = false;
}

std::string assembler::release_body() {
  drops_body_ = true;
  std::string body = std::move(held().body);
  contents_.reset();
  return body;
}

assembler::occurrence assembler::fail(std::string_view why) {
  is_broken_ = true;
  held().broken_by = why;
  return occurrence::broken;
}

}  // namespace sluice::fcgi
