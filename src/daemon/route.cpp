#include "daemon/route.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sluice::daemon {

void route_table::add(std::string path, std::variant<reply_handler, event_handler> handler) {
  if (!path.starts_with('/')) throw std::invalid_argument("the route " + path + " has no slash");
  if (find(path)) throw std::invalid_argument("the route " + path + " is there already");
  routes_.push_back({std::move(path), std::move(handler)});
}

const route* route_table::find(std::string_view path) const {
  const auto found = std::find_if(routes_.begin(), routes_.end(),
                                  [&](const route& each) { return each.path == path; });
  return found == routes_.end() ? nullptr : &*found;
}

}  // namespace sluice::daemon
