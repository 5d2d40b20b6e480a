#include "daemon/route.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sluice::daemon {
namespace {

std::string_view routed_method(std::string_view method) {
  return method == "HEAD" ? "GET" : method;
}

bool is_reached(const route& by, std::string_view path) {
  if (!path.starts_with(by.path)) return false;
  const std::string_view rest = path.substr(by.path.size());
  return rest.empty() || (by.reach == path_reach::tree && rest.starts_with('/'));
}

// Of routes with the same path and method the one of the highest rank answers.
int rank_for(const request& what, const route& which) {
  if (which.parameter.empty()) return 1;
  return what.query(which.parameter) ? 2 : 0;
}

}  // namespace

void route_table::add(route added) {
  if (!added.path.starts_with('/')) {
    throw std::invalid_argument("the route " + added.path + " does not begin with a slash");
  }
  for (const route& each : routes_) {
    if (each.path == added.path && each.method == added.method &&
        each.parameter == added.parameter) {
      throw std::invalid_argument("the route " + added.method + " " + added.path +
                                  " is there already");
    }
  }
  routes_.push_back(std::move(added));
}

bool route_table::has(std::string_view path) const {
  return std::any_of(routes_.begin(), routes_.end(),
                     [path](const route& each) { return each.path == path; });
}

route_table::match route_table::find(const request& what) const {
  match result{nullptr, {}};
  int best = -1;
  for (const route& each : routes_) {
    if (!is_reached(each, what.path())) continue;
    const std::string methods = each.method == "GET" ? "GET, HEAD" : each.method;
    if (result.allowed.find(methods) == std::string::npos) {
      if (!result.allowed.empty()) result.allowed += ", ";
      result.allowed += methods;
    }
    if (each.method != routed_method(what.method())) continue;
    const int rank = rank_for(what, each);
    if (rank <= best) continue;
    best = rank;
    result.found = &each;
  }
  return result;
}

}  // namespace sluice::daemon
