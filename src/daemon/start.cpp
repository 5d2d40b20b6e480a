#include "daemon/start.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include <unistd.h>

#include "base/log.hpp"
#include "config/help.hpp"
#include "config/load.hpp"
#include "config/print.hpp"
#include "daemon/exit_code.hpp"
#include "daemon/hub_service.hpp"
#include "daemon/listeners.hpp"
#include "daemon/worker.hpp"
#include "fcgi/descriptor_limit.hpp"

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
  route_table routes;
  std::unique_ptr<hub_service> service;
  if (hub == hub_use::mounted) {
    auto made = hub_service::try_make(settings);
    if (!made) {
      log::error("cannot start the hub: {}", made.error().message());
      return exit_usage;
    }
    service = std::move(*made);
    service->add_routes(routes, settings);
  }
  make_routes(settings, routes);
  worker running(settings, routes, std::move(*sockets), connections);
  if (service) running.join(service->source());
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
