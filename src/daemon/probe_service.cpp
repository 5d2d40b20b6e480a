#include "daemon/probe_service.hpp"

#include <string>
#include <utility>

#include "daemon/probe_document.hpp"
#include "daemon/probe_order.hpp"
#include "daemon/probe_stream.hpp"

namespace sluice::daemon {
namespace {

constexpr const char* too_many_probes =
    "As many probes of `sluice doctor` run on this worker as may at a time (16).\n";

}  // namespace

void probe_service::add_routes(route_table& routes) {
  const std::string path = base_path_ + "/probe";
  if (routes.has(path)) return;
  routes.add({path, stream_opener([this](const request& what, session::session& out,
                                         loop_worker& on) { return open(what, out, on); })});
  const answer_handler tells = [this](const request& what, loop_worker& on) {
    return answer_ending(what, on);
  };
  routes.add({path, tells, "GET", path_reach::one, "ended"});
}

std::unique_ptr<open_stream> probe_service::open(const request& what, session::session& out,
                                                 loop_worker& on) {
  const time_point begun = clock::now();
  auto order = try_read_probe(what);
  if (!order) {
    out.answer(reply(400, order.error().sentence + "\n"), what);
    return nullptr;
  }
  if (what.method() == "HEAD") {
    out.answer_head();
    return nullptr;
  }
  if (!book_.try_begin(order->id, begun)) {
    out.answer(on.too_busy(too_many_probes), what);
    return nullptr;
  }
  return std::make_unique<probe_stream>(out, on, book_, std::move(*order), what, host_of(on),
                                        begun);
}

awaitable<reply> probe_service::answer_ending(const request& what, loop_worker& on) const {
  const auto found = book_.find(what.query("ended").value_or(""));
  reply answer(200, "application/json", ending_document(found, host_of(on)));
  co_return answer;
}

probe_host probe_service::host_of(loop_worker& on) const {
  return {base_path_, on.sessions().how.times.heartbeat};
}

}  // namespace sluice::daemon
