#include "daemon/health_route.hpp"

#include <utility>

#include "daemon/status_document.hpp"

namespace sluice::daemon {

void add_health_route(route_table& routes, const std::string& base_path, readiness ask) {
  const std::string path = base_path + "/healthz";
  if (routes.has(path)) return;
  const auto answer = [ask = std::move(ask)](const request& what) {
    const auto reasons = ask();
    const bool is_fine = reasons.empty() || what.path().ends_with("/live");
    return reply(is_fine ? 200 : 503, "application/json", health_document(reasons));
  };
  routes.add({path, reply_handler(answer), "GET", path_reach::tree});
}

}  // namespace sluice::daemon
