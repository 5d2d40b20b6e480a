#include "doctor/reach.hpp"

#include <string_view>

#include "base/text.hpp"
#include "doctor/advice.hpp"
#include "doctor/figure.hpp"
#include "doctor/worker_answer.hpp"

namespace sluice::doctor {
namespace {

using client::trouble;

struct fault_text {
  const char* kind;
  const char* cause;
};

fault_text failure_text(trouble what) {
  switch (what) {
    case trouble::no_address:
      return {"no-address", "the host's name has no address"};
    case trouble::refused:
      return {"refused", "nobody listens on that port of the host"};
    case trouble::no_connection:
      return {"unreachable", "the host is down, or a firewall is in the way"};
    case trouble::too_slow:
      return {"too-slow", "the server took no connection, or sent no answer, in time"};
    case trouble::certificate_expired:
      return {"tls-expired", "the certificate has expired, or is not valid yet"};
    case trouble::certificate_issuer:
      return {"tls-issuer",
              "this machine does not know who signed the certificate: an intermediate is missing, "
              "or it is signed by an authority of your own"};
    case trouble::certificate_name:
      return {"tls-name", "the certificate is for other host names"};
    case trouble::tls:
      return {"tls", "the two sides find no common TLS, or the port speaks none"};
    default:
      return {"server-error", "the connection broke off before the answer was there"};
  }
}

bool is_page(const client::timed_answer& answer) {
  return answer.header("Content-Type").value_or("").starts_with("text/html");
}

// A worker without the route says so in its own words (daemon/loop_worker.cpp).
bool is_workers_own_404(const client::timed_answer& answer) {
  return answer.status == 404 && answer.body().starts_with("Nothing answers ");
}

// Its refusals in its own words (daemon/loop_worker.cpp, daemon/probe_service.cpp): text, where a
// web server's are pages.
bool is_workers_own_refusal(const client::timed_answer& answer) {
  if (is_probe_limit(answer)) return true;
  if (answer.status != 503 && answer.status != 429) return false;
  const std::string body = answer.body();
  for (const std::string_view each :
       {"This worker has as many streams ", "Your address has as many streams ",
        "The worker is shutting down."}) {
    if (body.starts_with(each)) return true;
  }
  return false;
}

// Without what may be secret in it: who signs in, and with what.
std::string address_text(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  const auto scheme = address.find("//");
  const auto host = scheme == address.npos ? 0 : scheme + 2;
  const auto at = address.substr(host, address.find('/', host) - host).rfind('@');
  std::string kept(address.substr(0, host));
  kept += address.substr(at == address.npos ? host : host + at + 1);
  return printable(kept);
}

std::string refusal_seen(const client::timed_answer& answer) {
  if (answer.status == 0) return printable(answer.why);
  return "status " + std::to_string(answer.status);
}

fault_text redirect_text(const std::string& target) {
  return {"redirect", target.starts_with("https://")
                          ? "the site sends browsers to https"
                          : "the site sends browsers elsewhere, which EventSource follows and the "
                            "doctor does not"};
}

fault_text refusal_text(const client::timed_answer& answer) {
  const int status = answer.status;
  if (!answer.location.empty()) return redirect_text(answer.location);
  if (is_workers_own_404(answer)) {
    return {"no-probe", "a worker answers, and has no probe at this path"};
  }
  // Caddy answers so for hosts and paths that no site has.
  const bool is_nothing = status == 200 && answer.pieces.empty();
  if (status == 404 || is_nothing) {
    return {"not-found", "the web server hands this path to no worker"};
  }
  if (status == 401 || status == 403) {
    return {"forbidden", "the web server lets nobody in here without a permission"};
  }
  if (is_workers_own_refusal(answer)) {
    return {"busy", "the worker itself refuses: it is full, or shutting down"};
  }
  if (status == 502 || status == 503 || status == 504) {
    return {"worker-down",
            "the web server is there and the worker behind it is not: it is down, its socket is "
            "missing, or the web server may not connect to it"};
  }
  if (status >= 300) return {"server-error", "the web server failed at this request"};
  if (is_page(answer)) {
    return {"page", "a page of the site answers at this path, not the worker"};
  }
  return {"no-probe", "what answers at this path is not a worker's probe"};
}

finding make_fault(const fault_text& text, web_server server, std::string tried, std::string seen) {
  return {"reach",    judgement::fault,         text.kind, std::move(tried), std::move(seen),
          text.cause, advise(text.kind, server)};
}

}  // namespace

bool is_out_of_reach(const client::timed_answer& answer) {
  return answer.status == 0 &&
         (answer.what == trouble::no_address || answer.what == trouble::refused ||
          answer.what == trouble::no_connection || answer.what == trouble::too_slow ||
          answer.what == trouble::cut);
}

bool is_probe_limit(const client::timed_answer& answer) {
  return answer.status == 503 && answer.body().starts_with("As many probes of ");
}

finding judge_no_round_trip(const client::timed_answer& last) {
  finding made{"timing", judgement::skipped};
  made.tried = "short answers, for what the way takes";
  made.seen = refusal_seen(last) +
              " to each: the site may limit how often one address asks; ask again in a minute, or "
              "from an address that it lets through";
  return made;
}

finding judge_refused_stream(const client::timed_answer& answer, const std::string& url,
                             web_server server) {
  finding made = judge_reach(answer, url, server);
  made.probe = "timing";
  if (!is_probe_limit(answer)) return made;
  return {"timing", judgement::skipped, "", made.tried, probe_limit_text};
}

std::string server_text(const client::timed_answer& answer) {
  const auto server = answer.header("Server");
  return server ? printable(*server, 60) : "a web server that does not name itself";
}

finding judge_reach(const client::timed_answer& answer, const std::string& url, web_server server) {
  const std::string tried = "GET " + url;
  if (answer.status == 0) {
    return make_fault(failure_text(answer.what), server, tried, printable(answer.why));
  }
  const auto worker = try_read_ending(answer.body());
  if (answer.status == 200 && worker) {
    return {"reach",
            judgement::fine,
            "",
            tried,
            server_text(answer) + " answers over " + answer.protocol + " in " +
                time_text(answer.ended - answer.sent) + ", sluice " +
                printable(worker->worker.version) + " behind it",
            "",
            ""};
  }
  const fault_text text = refusal_text(answer);
  std::string seen = "status " + std::to_string(answer.status) + " from " + server_text(answer);
  if (!answer.location.empty()) seen += ", to " + address_text(answer.location);
  if (answer.status < 300) {
    seen += ", of type " + printable(answer.header("Content-Type").value_or("(none)"));
  }
  return make_fault(text, server, tried, seen);
}

}  // namespace sluice::doctor
