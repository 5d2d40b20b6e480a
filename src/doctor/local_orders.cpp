#include "doctor/local_orders.hpp"

#include <string>

#include "cli/worker_settings.hpp"
#include "doctor/local_user.hpp"

namespace sluice::doctor {
namespace {

// deploy/systemd/sluice.socket: a worker that is given its socket has none in its configuration.
constexpr const char* packaged_socket = "/run/sluice/sluice.sock";

}  // namespace

outcome<std::vector<socket_order>> try_order_sockets(const doctor_order& order,
                                                     const config::environment& variables) {
  if (!order.web_server_user.empty() && !try_find_user(order.web_server_user)) {
    return problem{"--as-user: this machine has no user of that name"};
  }
  std::vector<std::string> addresses = order.sockets;
  if (addresses.empty() && order.site) return std::vector<socket_order>{};
  const auto settings = cli::try_read_settings(order.configuration, variables);
  // Its base path is of use; who names a socket may lack the right to read the rest.
  const bool is_needed = addresses.empty() || order.configuration;
  if (!settings && is_needed) return settings.error();
  if (addresses.empty()) addresses = settings->sockets;
  if (addresses.empty()) addresses = {packaged_socket};
  std::vector<socket_order> orders;
  for (const std::string& each : addresses) {
    socket_order one{each, order.web_server_user};
    if (settings) one.base_path = settings->base_path;
    one.audit_log = order.audit_log;
    one.how = order.how;
    orders.push_back(one);
  }
  return orders;
}

}  // namespace sluice::doctor
