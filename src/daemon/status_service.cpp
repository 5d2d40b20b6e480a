#include "daemon/status_service.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "daemon/handover.hpp"
#include "daemon/status_document.hpp"
#include "daemon/status_stream.hpp"
#include "daemon/stream_end.hpp"
#include "metrics/exposition.hpp"

namespace sluice::daemon {
namespace {

std::string proxy_of(const request& what) {
  return std::string(what.variable("SERVER_SOFTWARE").value_or(""));
}

}  // namespace

void status_service::add_routes(route_table& routes, const config::settings& settings) const {
  const std::string& base = settings.base_path;
  routes.add({base + "/metrics", answer_handler([this](const request& what, loop_worker& on) {
                return metrics(what, on);
              })});
  routes.add({base + "/status/events",
              stream_opener([this](const request& what, session::session& out, loop_worker& on) {
                return follow(what, out, on);
              })});
}

awaitable<reply> status_service::metrics(const request& what, loop_worker& on) const {
  auto who = hub_.parts()->access.judge_administrator(what);
  if (auto* const refused = std::get_if<reply>(&who)) co_return std::move(*refused);
  const auto found = std::make_shared<handover<overview>>(on.loop());
  from_->look([found](overview all) { found->give(std::move(all)); });
  overview all = co_await found->take();
  hub_.source().counts().add_to(all.counted);
  const auto now = gauges(all, hub_.source(), begun_);
  reply answer(200, std::string(metrics::exposition_content_type),
               metrics::write_exposition(all.counted, now));
  co_return answer;
}

std::unique_ptr<open_stream> status_service::follow(const request& what, session::session& out,
                                                    loop_worker& on) const {
  const auto who = hub_.parts()->access.judge_administrator(what);
  if (const auto* const refused = std::get_if<reply>(&who)) {
    out.answer(*refused, what);
    return nullptr;
  }
  const auto& permit = std::get<access::administration>(who);
  if (permit.expires) out.expire_at(stream_end_of(*permit.expires));
  if (what.method() == "HEAD") {
    out.answer_head();
    return nullptr;
  }
  return std::make_unique<status_stream>(
      out, on, *from_, [this, proxy = proxy_of(what), to = permit.by](overview found) {
        hub_.source().counts().add_to(found.counted);
        const auto uptime = std::chrono::duration_cast<std::chrono::seconds>(clock::now() - start_);
        return status_document(found, hub_.source(), {uptime, proxy}, to);
      });
}

}  // namespace sluice::daemon
