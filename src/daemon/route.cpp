#include "daemon/route.hpp"

#include <stdexcept>
#include <utility>

namespace sluice::daemon {
namespace {

std::string_view routed_method(std::string_view method) {
  return method == "HEAD" ? "GET" : method;
}

}  // namespace

void route_table::add(route added) {
  if (!added.path.starts_with('/')) {
    throw std::invalid_argument("the route " + added.path + " does not begin with a slash");
  }
  if (find(added.method, added.path).found) {
    throw std::invalid_argument("the route " + added.method + " " + added.path +
                                " is there already");
  }
  routes_.push_back(std::move(added));
}

route_table::match route_table::find(std::string_view method, std::string_view path) const {
  match result{nullptr, {}};
  for (const route& each : routes_) {
    if (each.path != path) continue;
    if (each.method == routed_method(method)) result.found = &each;
    if (!result.allowed.empty()) result.allowed += ", ";
    result.allowed += each.method == "GET" ? "GET, HEAD" : each.method;
  }
  return result;
}

}  // namespace sluice::daemon
