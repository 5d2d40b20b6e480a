#include "config/settings.hpp"
#include "daemon/route.hpp"
#include "daemon/start.hpp"
#include "main/command.hpp"
#include "main/demo.hpp"

namespace sluice::main {
namespace {

constexpr int program_words = 2;  // "sluice serve"

daemon::route_table make_routes(const config::settings& settings) {
  daemon::route_table routes;
  if (settings.demo) routes.add(settings.base_path + "/events", event_handler(demo_counter));
  return routes;
}

}  // namespace

int serve(int argc, char** argv) {
  return daemon::start(argc, argv, program_words, make_routes);
}

}  // namespace sluice::main
