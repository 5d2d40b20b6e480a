#include "sources/control_conversation.hpp"

#include <utility>

#include <nlohmann/json.hpp>

namespace sluice::sources {
namespace {

using json = nlohmann::ordered_json;

json to_json(std::uint64_t, const published& what) {
  return {{"id", what.id}};
}

json to_json(std::uint64_t, const ended& what) {
  return {{"ended", what.topic}};
}

json to_json(std::uint64_t line, const rejection& what) {
  json made = {{"status", what.status},
               {"error", "line " + std::to_string(line) + ": " + what.error}};
  if (what.retry_after) made["retry_after"] = what.retry_after->count();
  return made;
}

std::string encode(std::uint64_t line, const outcome& what) {
  const json made = std::visit([line](const auto& each) { return to_json(line, each); }, what);
  return made.dump() + '\n';
}

}  // namespace

control_conversation::control_conversation(const conversation_limits& limits)
    : limits_(limits), input_(limits.line_bytes) {}

void control_conversation::feed(std::string_view bytes) {
  input_.feed(bytes);
}

void control_conversation::end_input(unfinished_line last) {
  if (has_input_ended_) return;
  has_input_ended_ = true;
  if (!input_.has_unfinished_line()) return;
  if (last == unfinished_line::counts) {
    input_.feed("\n");
  } else {
    input_.drop_unfinished_line();
  }
}

bool control_conversation::is_full() const {
  // Of long lines a single one may wait: what they hold is the limit's to bound, not their number.
  return pending_.size() >= limits_.unanswered_lines || pending_bytes_ >= limits_.line_bytes ||
         output_.size() >= limits_.unread_bytes || is_waiting_for_end();
}

std::optional<numbered_order> control_conversation::take_order() {
  if (held_end_ && held_end_->line == first_unanswered_) return std::exchange(held_end_, {});
  if (is_full()) return std::nullopt;
  const auto line = input_.take_line();
  if (!line) return std::nullopt;
  numbered_order next = read(*line);
  if (!std::holds_alternative<topic_end>(next.what)) return next;
  last_end_ = next.line;
  if (next.line == first_unanswered_) return next;
  held_end_ = std::move(next);
  return std::nullopt;
}

numbered_order control_conversation::read(const line_cutter::line& from) {
  pending_.push_back({from.text.size()});
  pending_bytes_ += from.text.size();
  const std::uint64_t number = first_unanswered_ + pending_.size() - 1;
  if (!from.is_too_long) return {number, read_control_line(from.text, limits_.topics)};
  return {number, rejection{413, "the line is longer than " + std::to_string(limits_.line_bytes) +
                                     " bytes"}};
}

void control_conversation::answer(std::uint64_t line, const outcome& what) {
  pending_.at(line - first_unanswered_).text = encode(line, what);
  while (!pending_.empty() && pending_.front().text) {
    output_ += *pending_.front().text;
    pending_bytes_ -= pending_.front().line_bytes;
    pending_.pop_front();
    ++first_unanswered_;
  }
}

bool control_conversation::is_over() const {
  return has_input_ended_ && input_.is_empty() && pending_.empty() && output_.empty();
}

}  // namespace sluice::sources
