#include "daemon/listeners.hpp"

#include <utility>

#include "base/log.hpp"
#include "fcgi/inherited.hpp"

namespace sluice::daemon {

result<listeners> listeners::try_open(const config::settings& settings) {
  listeners opened;
  auto inherited = fcgi::try_take_inherited();
  if (!inherited) return inherited.error();
  if (settings.sockets.empty()) opened.sockets_ = std::move(*inherited);
  const fcgi::listen_options options{settings.socket_mode, settings.socket_group,
                                     settings.socket_backlog};
  for (const auto& address : settings.sockets) {
    auto one = fcgi::try_listen(address, options);
    if (!one) return one.error();
    opened.sockets_.push_back(std::move(*one));
  }
  for (const auto& each : opened.sockets_) log::info("listening on {}", each.name());
  const std::size_t backlog = fcgi::effective_backlog(settings.socket_backlog);
  if (backlog < settings.socket_backlog) {
    log::warning(
        "the kernel cuts the socket backlog from {} to {}: a burst of more connections is refused "
        "(raise net.core.somaxconn)",
        settings.socket_backlog, backlog);
  }
  return opened;
}

std::vector<int> listeners::descriptors() const {
  std::vector<int> all;
  for (const auto& each : sockets_) all.push_back(each.descriptor());
  return all;
}

}  // namespace sluice::daemon
