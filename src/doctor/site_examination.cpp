#include "doctor/site_examination.hpp"

#include <chrono>

#include "client/timed_client.hpp"
#include "doctor/probe_request.hpp"
#include "doctor/reach.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {
namespace {

// A short answer through a busy server; connecting has its own limit of 10 s within it.
constexpr auto short_limit = std::chrono::seconds(15);

}  // namespace

void examine_site(const site_visit& visit, verdict& into) {
  client::timed_client client(visit.until);
  client::timed_order order{ending_url(visit.order.probe, make_probe_id())};
  order.limit = short_limit;
  order.ca_file = visit.order.ca_file;
  const auto answer = client.ask(order);
  const web_server server =
      visit.order.server.value_or(recognize_server(answer.header("Server").value_or("")));
  if (is_out_of_reach(answer)) into.declare_unreachable();
  into.add(judge_reach(answer, visit.order.probe.shown(), server));
}

}  // namespace sluice::doctor
