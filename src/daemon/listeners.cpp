#include "daemon/listeners.hpp"

#include <algorithm>
#include <utility>

#include "base/log.hpp"

namespace sluice::daemon {
namespace {

void report(const std::vector<fcgi::listen_socket>& sockets, std::size_t wanted_backlog) {
  for (const auto& each : sockets) log::info("listening on {}", each.name());
  const std::size_t backlog = fcgi::effective_backlog(wanted_backlog);
  if (backlog < wanted_backlog) {
    log::warning(
        "the kernel cuts the socket backlog from {} to {}: a burst of more connections is refused "
        "(raise net.core.somaxconn)",
        wanted_backlog, backlog);
  }
}

}  // namespace

result<listeners> listeners::try_open(const config::settings& settings) {
  listeners opened;
  auto inherited = fcgi::try_take_inherited();
  if (!inherited) return inherited.error();
  opened.sockets_ = std::move(inherited->for_requests);
  if (inherited->for_control) opened.controls_.push_back(std::move(*inherited->for_control));
  if (auto fine = opened.open_sockets(settings); !fine) return fine.error();
  report(opened.sockets_, settings.socket_backlog);
  return opened;
}

// A unit that hands over the very socket which the settings name keeps it through a restart; here
// it would look like another worker's.
result<> listeners::open_sockets(const config::settings& settings) {
  const fcgi::listen_options options{settings.socket_mode, settings.socket_group,
                                     settings.socket_backlog};
  std::vector<fcgi::listen_socket> made;
  for (const auto& address : settings.sockets) {
    if (is_handed_over(address)) {
      log::info("socket = {} is handed over already; its mode, group and backlog are its maker's",
                address);
      continue;
    }
    auto one = fcgi::try_listen(address, options);
    if (!one) return one.error();
    made.push_back(std::move(*one));
  }
  for (auto& each : made) sockets_.push_back(std::move(each));
  return {};
}

result<> listeners::open_control(const config::settings& settings) {
  if (settings.control.empty()) return {};
  if (!controls_.empty() && controls_.front().path() == settings.control) {
    log::info("control = {} is handed over already; its mode and group are its maker's",
              settings.control);
    return {};
  }
  auto made = loop::try_listen_unix(
      settings.control, {settings.control_mode, settings.control_group, settings.socket_backlog});
  if (!made) return made.error();
  controls_.push_back(std::move(*made));
  return {};
}

bool listeners::is_handed_over(const std::string& address) const {
  return std::ranges::find(sockets_, address, &fcgi::listen_socket::address) != sockets_.end();
}

}  // namespace sluice::daemon
