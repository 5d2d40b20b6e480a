#include "daemon/start.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "base/held_signals.hpp"
#include "base/log.hpp"
#include "config/help.hpp"
#include "config/load.hpp"
#include "config/print.hpp"
#include "daemon/health_route.hpp"
#include "daemon/hub_mount.hpp"
#include "daemon/listeners.hpp"
#include "daemon/live_settings.hpp"
#include "daemon/probe_service.hpp"
#include "daemon/service_manager.hpp"
#include "daemon/setting_faults.hpp"
#include "daemon/worker.hpp"
#include "fcgi/descriptor_limit.hpp"

namespace sluice::daemon {
namespace {

// Kept free of connections, so that accepting never takes the last one: standard streams, log,
// history, listening sockets.
constexpr std::size_t reserved_descriptors = 16;
// Those of Asio, the poller, the ring and the file in memory.
constexpr std::size_t reserved_for_a_loop = 8;

std::size_t connections_allowed(std::size_t loops) {
  const std::size_t reserved = reserved_descriptors + loops * reserved_for_a_loop;
  const fcgi::descriptor_limit limit = fcgi::raise_descriptor_limit();
  if (limit.now != limit.before) {
    log::info("raised the limit of open files from {} to {}", limit.before, limit.now);
  }
  return limit.now > 2 * reserved ? limit.now - reserved : limit.now / 2;
}

void print(std::FILE* where, const std::string& text) {
  std::fputs(text.c_str(), where);
}

// What a worker stands on; nothing of it changes while the worker runs, but the hub's rules.
struct foundations {
  listeners sockets;
  std::unique_ptr<hub_mount> hub;  // none where routes are all there is
};

// What could not be had, said in the log already; the exit code.
using opening = std::variant<foundations, int>;

int give_up(int code, const std::string& line) {
  log::error("{}", line);
  return code;
}

opening open_hub(const config::settings& settings, foundations opened) {
  if (auto fine = opened.sockets.open_control(settings); !fine) {
    return give_up(exit_unreachable, "cannot listen for publishers: " + fine.error().message());
  }
  auto mounted = hub_mount::try_make(settings);
  if (!mounted) {
    for (const std::string& each : find_faults(settings)) log::error("{}", each);
    return give_up(exit_usage, "cannot start the hub: " + mounted.error().message());
  }
  opened.hub = std::move(*mounted);
  return opened;
}

opening open_foundations(const config::settings& settings, hub_use hub) {
  auto sockets = listeners::try_open(settings);
  if (!sockets) return give_up(exit_unreachable, "cannot listen: " + sockets.error().message());
  if (sockets->is_empty()) {
    return give_up(exit_usage,
                   "there is nothing to listen on: give --socket PATH or --socket HOST:PORT, or "
                   "start the worker with a listening socket (systemd, spawn-fcgi, lighttpd)");
  }
  foundations opened{std::move(*sockets), nullptr};
  if (hub == hub_use::mounted) return open_hub(settings, std::move(opened));
  if (!settings.control.empty() || !opened.sockets.take_controls().empty()) {
    log::warning("control is ignored: this program has no hub to publish to");
  }
  return opened;
}

int serve(const config::settings& settings, settings_source from, hub_use hub,
          const route_maker& make_routes) {
  held_signals signals({SIGTERM, SIGINT, SIGHUP});
  auto where = log::destination::try_open(settings.log_file);
  if (!where) {
    print(stderr, "log-file: " + where.error().message() + "\n");
    return exit_usage;
  }
  log::sink lines(settings.log_level, std::move(*where));
  if (::geteuid() == 0) log::warning("running as root; give the worker a user of its own");
  auto manager = service_manager::from_environment();
  const std::size_t connections = connections_allowed(loop_count(settings));
  opening opened = open_foundations(settings, hub);
  if (const int* const code = std::get_if<int>(&opened)) return *code;
  auto& [sockets, mounted] = std::get<foundations>(opened);
  route_table routes;
  if (mounted) mounted->add_routes(routes, settings);
  make_routes(settings, routes);
  probe_service probes(settings.base_path);
  probes.add_routes(routes);
  add_health_route(routes, settings.base_path, [hub = mounted.get()] {
    return hub != nullptr ? hub->reasons_not_ready() : std::vector<std::string>();
  });
  auto controls = sockets.take_controls();
  worker running(settings, routes, std::move(sockets), connections, manager);
  if (mounted) mounted->attach(running, std::move(controls));
  live_settings live(std::move(from), settings, {lines, running, mounted.get(), manager});
  running.on_hangup([&live] { live.renew(); });
  running.run(signals);
  // What is still on its way to the disk is answered to nobody, but it is not lost.
  if (mounted) mounted->close();
  return exit_fine;
}

}  // namespace

int start(int argc, char** argv, int program_words, hub_use hub, const route_maker& make_routes) {
  std::string program;
  for (int i = 0; i < program_words && i < argc; ++i) {
    const std::string word = argv[i];
    program += (i == 0 ? word.substr(word.rfind('/') + 1) : " " + word);
  }
  settings_source from{{argv + std::min(program_words, argc), argv + argc},
                       config::read_environment(environ)};
  const config::loaded found = config::load(from.arguments, from.variables);
  if (const auto* asked = std::get_if<config::question>(&found)) {
    print(stdout, *asked == config::question::help ? config::print_help(program)
                                                   : program + " " SLUICE_VERSION "\n");
    return exit_fine;
  }
  if (const auto* wrong = std::get_if<config::problems>(&found)) {
    print(stderr, config::print_problems(*wrong));
    return exit_usage;
  }
  return serve(std::get<config::effective>(found).values, std::move(from), hub, make_routes);
}

}  // namespace sluice::daemon
