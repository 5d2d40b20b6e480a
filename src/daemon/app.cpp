#include "sluice/app.hpp"

#include <utility>
#include <vector>

#include "daemon/route.hpp"
#include "daemon/start.hpp"

namespace sluice {

/// Routes below the base path, which is known only when the options are read.
struct app::parts {
  std::vector<daemon::route> routes;
};

app::app() : parts_(std::make_unique<parts>()) {}
app::~app() = default;

app& app::page(std::string path, std::string html) {
  const reply answer(200, "text/html; charset=utf-8", std::move(html));
  return get(std::move(path), [answer](const request&) { return answer; });
}

app& app::script(std::string path, std::string source) {
  const reply answer(200, "text/javascript; charset=utf-8", std::move(source));
  return get(std::move(path), [answer](const request&) { return answer; });
}

app& app::get(std::string path, reply_handler handler) {
  parts_->routes.push_back({std::move(path), std::move(handler)});
  return *this;
}

app& app::events(std::string path, event_handler handler) {
  parts_->routes.push_back({std::move(path), std::move(handler)});
  return *this;
}

int app::run(int argc, char** argv) {
  const auto add = [this](const config::settings& settings, daemon::route_table& table) {
    for (const daemon::route& each : parts_->routes) {
      table.add({settings.base_path + each.path, each.handler});
    }
  };
  return daemon::start(argc, argv, 1, daemon::hub_use::none, add);
}

}  // namespace sluice
