#include "doctor/connections.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include "base/text.hpp"
#include "doctor/advice.hpp"
#include "doctor/figure.hpp"
#include "doctor/reach.hpp"

namespace sluice::doctor {
namespace {

// What was heard in one wake-up has the times of its handling: a stream that took the place of one
// that ended may seem to have begun before that end. Those that are open together begin at the
// beginning, far more than this before the first end.
constexpr auto shortest_overlap = std::chrono::milliseconds(250);

bool is_stream(const client::timed_answer& answer) {
  return answer.status == 200 && !answer.pieces.empty();
}

// When the first of them was over: a stream that began later had to wait for its place.
time_point first_end(const std::vector<client::timed_answer>& answers) {
  time_point first = time_point::max();
  for (const client::timed_answer& each : answers) {
    const bool is_whole = each.how == client::timed_answer::ending::complete;
    if (is_stream(each) && is_whole) first = std::min(first, each.ended);
  }
  return first;
}

std::string refusal_of(const client::timed_answer& answer) {
  if (is_stream(answer)) return "they began when another had ended";
  if (answer.status != 0) return "status " + std::to_string(answer.status);
  return printable(answer.why, 80);
}

}  // namespace

finding judge_connections(const std::vector<client::timed_answer>& answers, web_server server) {
  finding made{"connections"};
  made.tried = count_text(answers.size(), "stream") + " at a time";
  const auto is_open = [first = first_end(answers)](const client::timed_answer& each) {
    return is_stream(each) && each.pieces.front().at + shortest_overlap <= first;
  };
  const auto open = std::count_if(answers.begin(), answers.end(), is_open);
  if (open == static_cast<std::ptrdiff_t>(answers.size())) {
    made.seen = "all were open";
    return made;
  }
  if (std::any_of(answers.begin(), answers.end(), is_probe_limit)) {
    return skip(made, probe_limit_text);
  }
  const auto refused = std::find_if_not(answers.begin(), answers.end(), is_open);
  made.what = judgement::fault;
  made.kind = "stream-limit";
  made.seen = std::to_string(open) + " open, the others: " + refusal_of(*refused);
  made.cause =
      "a limit on connections, for one address or in all, that a site with several tabs "
      "reaches";
  made.change = advise("stream-limit", server);
  return made;
}

}  // namespace sluice::doctor
