#include "bench/load/desk.hpp"

#include <algorithm>
#include <numeric>

#include "support/deadline.hpp"

namespace sluice::bench {
namespace {

// A short event of a page: a row that changed, a line of a chat.
constexpr std::size_t data_bytes = 150;

}  // namespace

desk::desk(ready_set& ready, const subject& to) : to_(to) {
  const publish_way how = to.publishing();
  for (std::size_t i = 0; i < std::min(how.lines, most_lines); ++i) {
    lines_.emplace_back(ready, how);
  }
}

payload desk::publish(std::vector<std::string> topics, reach to) {
  const std::size_t line = next_++ % lines_.size();
  const payload what{test::clock::now().time_since_epoch(), static_cast<std::uint32_t>(line),
                     ++numbers_[line]};
  lines_[line].queue(to_.publish_request({std::move(topics), to_text(what, data_bytes), to}));
  return what;
}

std::size_t desk::unanswered() const {
  return std::accumulate(
      lines_.begin(), lines_.end(), std::size_t{0},
      [](std::size_t sum, const publish_line& each) { return sum + each.unanswered(); });
}

}  // namespace sluice::bench
