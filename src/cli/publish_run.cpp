#include "cli/publish_run.hpp"

#include <cerrno>
#include <system_error>
#include <utility>

#include <unistd.h>

#include "base/text.hpp"

namespace sluice::cli {
namespace {

constexpr std::string_view command = "publish";
// A line without an end, such as a device gives, must end somewhere: far above message-limit's
// range of use.
constexpr std::size_t longest_line_bytes = publish_pipeline::most_held_bytes;
// What a proxy answers may be a page; its beginning is enough.
constexpr std::size_t longest_error_bytes = 500;

update with_data(const update& base, std::string data) {
  update out(base.topics(), std::move(data));
  out.id(base.id()).type(base.type()).to(base.to());
  if (base.retry()) out.retry(*base.retry());
  return out;
}

}  // namespace

publish_run::publish_run(const publish_order& order, encoder encode, terminal& at)
    : order_(order), encode_(encode), at_(at), pipeline_(1, when_busy::give_up) {
  pipeline_.add(encode_(order.what));
}

publish_run::publish_run(const publish_order& order, encoder encode, terminal& at, int lines,
                         std::size_t window)
    : order_(order), encode_(encode), at_(at), lines_(lines), pipeline_(window, when_busy::wait) {}

std::optional<int> publish_run::input() const {
  return pipeline_.has_room() ? lines_ : std::nullopt;
}

bool publish_run::take_input() {
  char chunk[64 * 1024];
  const ssize_t got = ::read(lines_.value(), chunk, sizeof chunk);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return true;
  if (got > 0) {
    cutter_.feed({chunk, static_cast<std::size_t>(got)});
  } else {
    lines_.reset();
  }
  if (got >= 0 && cutter_.held_bytes() <= longest_line_bytes) return true;
  const std::string why =
      got < 0 ? std::generic_category().message(errno)
              : "a line has more than " + std::to_string(longest_line_bytes) + " bytes";
  lines_.reset();
  exit_code_ = fail(at_, command, "the input cannot be read: " + why, exit_failed);
  return false;
}

void publish_run::advance() {
  do {
    while (const auto what = pipeline_.take_settled()) tell(*what);
    while (pipeline_.has_room()) {
      const auto line = cutter_.take_line();
      if (!line) break;
      add_line(*line);
    }
    if (!lines_ && pipeline_.has_room()) {
      if (const auto rest = cutter_.take_rest()) add_line(*rest);
    }
  } while (pipeline_.has_settled());
  at_.out << std::flush;
}

bool publish_run::is_done() const {
  return !lines_ && cutter_.held_bytes() == 0 && pipeline_.is_empty();
}

void publish_run::add_line(std::string_view line) {
  if (is_utf8(line)) {
    pipeline_.add(encode_(with_data(order_.what, std::string(line))));
  } else {
    pipeline_.add_refused("the line is not UTF-8");
  }
}

void publish_run::tell(const publish_pipeline::settled& what) {
  if (what.answer.is_accepted()) {
    at_.out << what.answer.id << '\n';
    return;
  }
  std::string error = what.answer.error;
  while (error.ends_with('\n') || error.ends_with('\r')) error.pop_back();
  std::string sentence;
  if (order_.unit == input_unit::line) sentence = "line " + std::to_string(what.number) + ": ";
  sentence += error.empty() ? "the answer is " + std::to_string(what.answer.status)
                            : printable(error, longest_error_bytes);
  if (what.answer.retry_after) {
    sentence += " (try again in " + std::to_string(what.answer.retry_after->count()) + " s)";
  }
  exit_code_ = fail(at_, command, sentence, exit_failed);
}

int publish_run::give_up(const std::string& why) {
  advance();
  std::string sentence = why;
  if (const std::size_t count = pipeline_.unanswered(); count > 0) {
    sentence += order_.unit == input_unit::line
                    ? "; " + std::to_string(count) + " lines from line " +
                          std::to_string(pipeline_.first_number()) +
                          " on have no answer, and may or may not have been published"
                    : "; the update may or may not have been published";
  }
  exit_code_ = fail(at_, command, sentence, exit_unreachable);
  return exit_code_;
}

}  // namespace sluice::cli
