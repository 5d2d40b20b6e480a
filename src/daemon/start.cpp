#include "daemon/start.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "base/log.hpp"
#include "config/help.hpp"
#include "config/load.hpp"
#include "config/print.hpp"
#include "daemon/hub_service.hpp"
#include "daemon/listeners.hpp"
#include "daemon/local_publisher.hpp"
#include "daemon/status_service.hpp"
#include "daemon/worker.hpp"
#include "fcgi/descriptor_limit.hpp"
#include "loop/unix_listener.hpp"

namespace sluice::daemon {
namespace {

// Kept free of connections: standard streams, log, listening sockets, and per loop the descriptors
// of Asio, the poller and the file in memory. So accepting never takes the last one.
constexpr std::size_t reserved_descriptors = 32;

std::size_t connections_allowed() {
  const fcgi::descriptor_limit limit = fcgi::raise_descriptor_limit();
  if (limit.now != limit.before) {
    log::info("raised the limit of open files from {} to {}", limit.before, limit.now);
  }
  return limit.now > 2 * reserved_descriptors ? limit.now - reserved_descriptors : limit.now / 2;
}

void print(std::FILE* where, const std::string& text) {
  std::fputs(text.c_str(), where);
}

// The same for all: whoever publishes from this machine is no crowd whose return must be spread.
std::chrono::seconds publisher_wait(const config::settings& settings) {
  return std::max(std::chrono::ceil<std::chrono::seconds>(settings.retry_min),
                  std::chrono::seconds(1));
}

result<std::optional<loop::unix_listener>> try_open_control(const config::settings& settings,
                                                            hub_use hub) {
  if (settings.control.empty()) return std::optional<loop::unix_listener>();
  if (hub == hub_use::none) {
    log::warning("control is ignored: this program has no hub to publish to");
    return std::optional<loop::unix_listener>();
  }
  auto made = loop::try_listen_unix(
      settings.control, {settings.control_mode, settings.control_group, settings.socket_backlog});
  if (!made) return made.error();
  return std::optional(std::move(*made));
}

int serve(const config::settings& settings, hub_use hub, const route_maker& make_routes) {
  hold_stop_signals();
  const log::sink lines(settings.log_level);
  const std::size_t connections = connections_allowed();
  auto sockets = listeners::try_open(settings);
  if (!sockets) {
    log::error("cannot listen: {}", sockets.error().message());
    return exit_unreachable;
  }
  if (sockets->is_empty()) {
    log::error(
        "there is nothing to listen on: give --socket PATH or --socket HOST:PORT, or start the "
        "worker with a listening socket (systemd, spawn-fcgi, lighttpd)");
    return exit_usage;
  }
  auto control = try_open_control(settings, hub);
  if (!control) {
    log::error("cannot listen for publishers: {}", control.error().message());
    return exit_unreachable;
  }
  route_table routes;
  std::unique_ptr<hub_service> service;
  std::unique_ptr<status_service> status;
  std::optional<local_publisher> publisher;
  if (hub == hub_use::mounted) {
    auto made = hub_service::try_make(settings);
    if (!made) {
      log::error("cannot start the hub: {}", made.error().message());
      return exit_usage;
    }
    service = std::move(*made);
    service->add_routes(routes, settings);
    status = std::make_unique<status_service>(service->parts());
    status->add_routes(routes, settings);
    publisher.emplace(service->source(), service->parts().publish_limits, publisher_wait(settings));
  }
  make_routes(settings, routes);
  worker running(settings, routes, std::move(*sockets), connections);
  if (service) running.join(service->source());
  if (status) status->attach(running.overview());
  if (publisher && *control) {
    running.take_updates(std::move(**control), *publisher,
                         control_limits(service->parts().publish_limits));
  }
  running.run();
  // What is still on its way to the disk is answered to nobody, but it is not lost.
  if (service) service->source().close();
  return exit_fine;
}

}  // namespace

int start(int argc, char** argv, int program_words, hub_use hub, const route_maker& make_routes) {
  std::string program;
  for (int i = 0; i < program_words && i < argc; ++i) {
    const std::string word = argv[i];
    program += (i == 0 ? word.substr(word.rfind('/') + 1) : " " + word);
  }
  const std::vector<std::string> arguments(argv + std::min(program_words, argc), argv + argc);
  const config::loaded found = config::load(arguments, config::read_environment(environ));
  if (const auto* asked = std::get_if<config::question>(&found)) {
    print(stdout, *asked == config::question::help ? config::print_help(program)
                                                   : program + " " SLUICE_VERSION "\n");
    return exit_fine;
  }
  if (const auto* wrong = std::get_if<config::problems>(&found)) {
    print(stderr, config::print_problems(*wrong));
    return exit_usage;
  }
  return serve(std::get<config::effective>(found).values, hub, make_routes);
}

}  // namespace sluice::daemon
