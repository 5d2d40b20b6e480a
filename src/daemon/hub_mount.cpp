#include "daemon/hub_mount.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "daemon/status_document.hpp"

namespace sluice::daemon {
namespace {

// The same for all: whoever publishes from this machine is no crowd whose return must be spread.
std::chrono::seconds publisher_wait(const config::settings& settings) {
  return std::max(std::chrono::ceil<std::chrono::seconds>(settings.retry_min),
                  std::chrono::seconds(1));
}

}  // namespace

result<std::unique_ptr<hub_mount>> hub_mount::try_make(const config::settings& settings) {
  auto service = hub_service::try_make(settings);
  if (!service) return service.error();
  return std::unique_ptr<hub_mount>(new hub_mount(std::move(*service), settings));
}

hub_mount::hub_mount(std::unique_ptr<hub_service> service, const config::settings& settings)
    : service_(std::move(service)),
      status_(*service_),
      publisher_(service_->source(), service_->parts()->publish_limits, publisher_wait(settings)) {}

void hub_mount::add_routes(route_table& routes, const config::settings& settings) {
  service_->add_routes(routes, settings);
  status_.add_routes(routes, settings);
}

std::vector<std::string> hub_mount::reasons_not_ready() const {
  return daemon::reasons_not_ready(service_->source());
}

result<> hub_mount::renew(const config::settings& settings) {
  publisher_.renew(publisher_wait(settings));
  return service_->renew(settings);
}

void hub_mount::attach(worker& to, std::vector<loop::unix_listener> controls) {
  to.join(service_->source());
  status_.attach(to.overview());
  const auto limits = control_limits(service_->parts()->publish_limits);
  for (auto& each : controls) to.take_updates(std::move(each), publisher_, limits);
}

}  // namespace sluice::daemon
