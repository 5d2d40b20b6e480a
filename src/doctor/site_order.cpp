#include "doctor/site_order.hpp"

#include <algorithm>
#include <string_view>

namespace sluice::doctor {
namespace {

constexpr std::string_view default_base = "/sluice";
// What people have at hand: the address of a stream or of a page of the same worker. One that ends
// in another stands before that.
constexpr std::string_view routes[] = {
    "/status/events", "/healthz/ready", "/healthz/live", "/status.js",  "/healthz",
    "/metrics",       "/publish",       "/status",       "/events",     "/probe",
    "/page",          "/page.js",       "/page.css",     "/status.css", "/js",
};

}  // namespace

client::hub_url probe_url(const client::hub_url& given) {
  std::string_view path(given.target());
  path = path.substr(0, path.find('?'));
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty() || path == client::hub_url::default_path) path = default_base;
  const auto route = std::find_if(std::begin(routes), std::end(routes),
                                  [&](std::string_view each) { return path.ends_with(each); });
  if (route != std::end(routes)) path.remove_suffix(route->size());
  return given.with_target(std::string(path) + "/probe");
}

}  // namespace sluice::doctor
