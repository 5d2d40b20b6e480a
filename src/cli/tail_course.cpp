#include "cli/tail_course.hpp"

#include <algorithm>
#include <utility>

#include "base/exit_code.hpp"
#include "config/unit.hpp"

namespace sluice::cli {
namespace {

using std::chrono::milliseconds;
using kind = tail_action::kind;

constexpr int status_no_content = 204;
constexpr int status_too_many_requests = 429;

bool is_temporary(int status) {
  return status == status_too_many_requests || status >= 500;
}

std::string sentence_of(const tail_answered& what) {
  if (what.status >= 200 && what.status < 300) {
    return "the answer is no event stream; is this the URL of a hub?";
  }
  std::string text = "the answer is " + std::to_string(what.status);
  if (!what.reason.empty()) text += ": " + what.reason;
  return text;
}

tail_action end_with(int exit_code, std::string note) {
  return {.what = kind::end, .note = std::move(note), .until = {}, .exit_code = exit_code};
}

}  // namespace

tail_course::tail_course(tail_options options, std::function<double()> random)
    : options_(std::move(options)),
      random_(std::move(random)),
      last_event_id_(options_.last_event_id) {}

tail_action tail_course::resume(const tail_occurrence& what, time_point now) {
  return std::visit([&](const auto& each) { return take(each, now); }, what);
}

tail_action tail_course::take(const tail_opened&, time_point) {
  is_open_ = true;
  failures_ = 0;
  stream_id_.clear();
  return {.what = kind::go_on, .note = "connected"};
}

tail_action tail_course::take(const tail_event& what, time_point) {
  take_id(what.what.last_event_id);
  ++printed_;
  const bool is_last = options_.count && printed_ >= *options_.count;
  return {.what = is_last ? kind::print_and_end : kind::print};
}

tail_action tail_course::take(const tail_position& what, time_point) {
  take_id(what.last_event_id);
  if (what.retry) retry_ = std::min(*what.retry, longest_retry);
  return {};
}

tail_action tail_course::take(const tail_answered& what, time_point now) {
  if (what.status == status_no_content)
    return end_with(exit_fine, "there is no more to come (204)");
  const std::string sentence = sentence_of(what);
  if (!is_temporary(what.status)) return end_with(exit_failed, sentence);
  if (options_.then == after_end::leave) return end_with(exit_failed, sentence);
  ++failures_;
  return try_again(sentence, what.retry_after.value_or(std::chrono::seconds(0)), now);
}

tail_action tail_course::take(const tail_lost& what, time_point now) {
  const bool was_open = std::exchange(is_open_, false);
  if (options_.then == after_end::leave) {
    return end_with(was_open ? exit_fine : exit_unreachable, what.why);
  }
  if (!was_open) ++failures_;
  return try_again(what.why, milliseconds(0), now);
}

tail_action tail_course::take(const tail_woken&, time_point) {
  return {.what = kind::connect};
}

tail_action tail_course::take(const tail_interrupted&, time_point) {
  return end_with(exit_fine, "");
}

// A stream's parser begins without an id, and events may come before the first of one. An id that
// is set to nothing in the middle of a stream does count.
void tail_course::take_id(const std::string& id) {
  if (id == stream_id_) return;
  stream_id_ = id;
  last_event_id_ = id;
}

tail_action tail_course::try_again(const std::string& why, milliseconds at_least, time_point now) {
  const milliseconds wait = std::max(next_wait(), at_least);
  return {.what = kind::wait,
          .note = why + "; trying again in " + config::duration_text(wait),
          .until = now + wait};
}

// After a stream it is the time that it asked for, which the hub has spread already. After a try
// that failed it is from half of the doubled time up to all of it.
milliseconds tail_course::next_wait() {
  if (failures_ == 0) return retry_;
  milliseconds limit = std::max(retry_, milliseconds(1));
  for (int i = 1; i < failures_ && limit < longest_backoff; ++i) limit *= 2;
  limit = std::min(limit, std::max(longest_backoff, retry_));
  const auto half = static_cast<double>(limit.count()) / 2;
  return milliseconds(static_cast<milliseconds::rep>(half + half * random_()));
}

}  // namespace sluice::cli
