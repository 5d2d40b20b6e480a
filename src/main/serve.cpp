#include "config/settings.hpp"
#include "daemon/route.hpp"
#include "daemon/start.hpp"
#include "main/command.hpp"
#include "main/demo.hpp"
#include "pages/client_script.hpp"
#include "pages/page.hpp"
#include "pages/status.hpp"

namespace sluice::main {
namespace {

constexpr int program_words = 2;  // "sluice serve"

void add_routes(const config::settings& settings, daemon::route_table& routes) {
  routes.add({settings.base_path + "/page", reply_handler(pages::page)});
  routes.add({settings.base_path + "/page.css", reply_handler(pages::page_style)});
  routes.add({settings.base_path + "/page.js", reply_handler(pages::page_script)});
  routes.add({settings.base_path + "/js", reply_handler(pages::client_script)});
  routes.add({settings.base_path + "/status", reply_handler(pages::status)});
  routes.add({settings.base_path + "/status.css", reply_handler(pages::status_style)});
  routes.add({settings.base_path + "/status.js", reply_handler(pages::status_script)});
  if (settings.demo) {
    routes.add({settings.base_path + "/events", event_handler(demo_counter)});
  }
}

}  // namespace

int serve(int argc, char** argv) {
  return daemon::start(argc, argv, program_words, daemon::hub_use::mounted, add_routes);
}

}  // namespace sluice::main
