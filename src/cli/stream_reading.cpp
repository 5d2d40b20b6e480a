#include "cli/stream_reading.hpp"

#include "auth/redaction.hpp"
#include "base/text.hpp"

namespace sluice::cli {
namespace {

// What a hub says when it does not hold all that was missed; mercure/gap_event.hpp.
constexpr std::string_view gap_type = "gap";
constexpr std::string_view stream_type = "text/event-stream";
// An error is a sentence; of a page the beginning is more than enough.
constexpr std::size_t longest_text_bytes = 1024;

bool is_stream_type(std::string_view type) {
  const std::string_view name = type.substr(0, type.find(';'));
  return equals_ignoring_case(name.substr(0, name.find_last_not_of(' ') + 1), stream_type);
}

}  // namespace

void stream_reading::on_head(const client::stream_head& head) {
  head_ = head;
  is_stream_ = head.status == 200 && is_stream_type(head.content_type);
  if (!is_stream_) return;
  remark(at_, "tail", course_.resume(tail_opened{}, clock::now()).note);
}

client::after_bytes stream_reading::on_body(std::string_view bytes) {
  if (!is_stream_) {
    text_ += bytes.substr(0, longest_text_bytes - text_.size());
    return text_.size() < longest_text_bytes ? client::after_bytes::read_on
                                             : client::after_bytes::leave;
  }
  const bool is_fine = parser_.feed(bytes, [this](const sse::message& what) { take_event(what); });
  at_.out << std::flush;
  if (is_complete_ || !is_fine || !at_.out) return client::after_bytes::leave;
  course_.resume(tail_position{parser_.last_event_id(), parser_.retry()}, clock::now());
  return client::after_bytes::read_on;
}

void stream_reading::take_event(const sse::message& what) {
  if (is_complete_) return;
  const tail_action next = course_.resume(tail_event{what}, clock::now());
  at_.out << event_text(what, course_.last_event_id(), format_) << std::flush;
  if (what.type == gap_type) {
    remark(at_, "tail", "the hub tells of a gap: events before this one may be missing");
  }
  is_complete_ = next.what == tail_action::kind::print_and_end;
}

tail_occurrence stream_reading::outcome_of(const client::stream_ending& ending) const {
  if (ending.what == client::stream_ending::kind::interrupted) return tail_interrupted{};
  if (parser_.is_over_limit()) return tail_lost{"an event is larger than this reads"};
  if (head_.status == 0 || is_stream_) return tail_lost{ending.why};
  return tail_answered{head_.status, reason(), head_.retry_after};
}

std::string stream_reading::reason() const {
  if (!head_.location.empty()) return "it has moved to " + auth::without_tokens(head_.location);
  if (head_.content_type.starts_with("text/html")) return {};
  const std::size_t end = text_.find_last_not_of("\r\n");
  return end == text_.npos ? "" : printable(text_.substr(0, end + 1), longest_text_bytes);
}

}  // namespace sluice::cli
