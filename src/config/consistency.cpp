#include "config/consistency.hpp"

#include <algorithm>

#include "config/unit.hpp"

namespace sluice::config {
namespace {

void check_retry(const settings& values, std::vector<contradiction>& found) {
  if (values.retry_min <= values.retry_max) return;
  found.push_back({{"retry-min", "retry-max"},
                   duration_text(values.retry_min) + " is longer than retry-max, " +
                       duration_text(values.retry_max) + "; write retry-min <= retry-max"});
}

void check_sockets(const settings& values, std::vector<contradiction>& found) {
  auto sorted = values.sockets;
  std::ranges::sort(sorted);
  const auto twice = std::ranges::adjacent_find(sorted);
  if (twice == sorted.end()) return;
  found.push_back({{"socket"}, "\"" + *twice + "\" is given more than once; keep one"});
}

// One socket speaks FastCGI to the web server, the other lets whoever writes to it publish.
void check_control(const settings& values, std::vector<contradiction>& found) {
  if (values.control.empty()) return;
  if (std::ranges::find(values.sockets, values.control) == values.sockets.end()) return;
  found.push_back({{"control", "socket"},
                   "\"" + values.control + "\" is a socket for the web server as well; write " +
                       "another path"});
}

}  // namespace

std::vector<contradiction> find_contradictions(const settings& values) {
  std::vector<contradiction> found;
  check_retry(values, found);
  check_sockets(values, found);
  check_control(values, found);
  return found;
}

}  // namespace sluice::config
