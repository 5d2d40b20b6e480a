#include "doctor/doctor.hpp"

#include <optional>
#include <string_view>

#include <unistd.h>

#include "base/clock.hpp"
#include "base/exit_code.hpp"
#include "cli/arguments.hpp"
#include "cli/token_file.hpp"
#include "client/interrupt.hpp"
#include "doctor/doctor_arguments.hpp"
#include "doctor/json_report.hpp"
#include "doctor/local_orders.hpp"
#include "doctor/site_examination.hpp"
#include "doctor/socket_examination.hpp"
#include "doctor/text_report.hpp"
#include "doctor/verdict.hpp"

namespace sluice::doctor {
namespace {

constexpr std::string_view usage = R"(Usage: sluice doctor [URL] [OPTION...]

Finds what keeps events from browsers, and names the line to change.

With a URL it asks the worker's probe route for a paced stream through the real web server, and
measures when each frame arrives: it judges by timing, not by what headers promise. URL is the site,
when the worker's base path is /sluice; else the site with the base path, or any of the worker's
addresses.
  --quick               reach, head, timing and headers alone: a few seconds, for monitoring
  --idle TIME           how long a silent stream is watched, up to 10m; 0 for not at all. By default
                        65s, beside the other probes
  --server NAME         nginx, apache, lighttpd, caddy or haproxy, where the server does not say
  --token-file FILE     a token for the site's own access check; the worker asks for none here
  --ca-file FILE        certificates to trust in place of the system's

On the machine of the worker it examines the socket: whether it is there, whether the web server may
connect to it, and whether a worker answers. Best as root.
  --socket PATH         a worker's socket, or HOST:PORT; may be given more than once. By default,
                        without a URL, the sockets of the configuration
  --as-user NAME        the web server's user, otherwise that of the one that runs
  --quick               whether it is there and a worker is ready alone: a container's health check
  --audit-log FILE      where denials of SELinux and AppArmor are logged, if not in the usual places
  --config FILE         the configuration, if not /etc/sluice/sluice.conf

  --json                one JSON document at the end: verdict, exit_code, and findings with probe,
                        judgement (fine, remark, fault, skipped), kind, tried, seen, cause, change

Examples:
  sluice doctor https://your.site
  sluice doctor https://your.site/live --server haproxy
  sluice doctor https://your.site --quick --json
  sudo sluice doctor --socket /run/sluice/sluice.sock
  sluice doctor --socket /run/sluice/sluice.sock --quick

Exit codes: 0 fine (remarks count as fine), 1 a fault was found, 2 usage or configuration, 3 the
server could not be reached: no address, no connection, no answer.
)";

constexpr std::string_view command = "doctor";

// A token for the site's own access check; empty where none is given.
result<std::string> read_token(const doctor_order& order) {
  if (!order.site || !order.site->token_file) return std::string();
  return cli::try_read_token(*order.site->token_file);
}

void examine(const doctor_order& order, const std::vector<socket_order>& sockets,
             const std::string& token, verdict& into, cli::terminal& at) {
  const client::interrupt until;
  const auto is_interrupted = [&until] { return until.wait_until(clock::now()); };
  for (const socket_order& each : sockets) {
    if (!is_interrupted()) examine_socket(each, into);
  }
  const std::function<void(const std::string&)> tell = [&](const std::string& line) {
    if (order.format == report_format::text) cli::remark(at, command, line);
  };
  if (order.site && !is_interrupted()) examine_site({*order.site, token, until, tell}, into);
  if (is_interrupted()) into.declare_interrupted();
}

}  // namespace

int run_doctor(const std::vector<std::string>& words, cli::terminal& at) {
  if (cli::is_help_asked(words)) {
    at.out << usage << std::flush;
    return exit_fine;
  }
  const auto order = try_read_doctor(words);
  if (!order) return cli::fail(at, command, order.error().sentence, exit_usage);
  const auto sockets = try_order_sockets(*order, config::read_environment(environ));
  if (!sockets) return cli::fail(at, command, sockets.error().sentence, exit_usage);
  const auto token = read_token(*order);
  if (!token) return cli::fail(at, command, token.error().message(), exit_usage);
  text_report lines(at.out);
  silent_report nothing;
  const bool is_text = order->format == report_format::text;
  verdict found(is_text ? static_cast<report&>(lines) : nothing);
  examine(*order, *sockets, *token, found, at);
  if (is_text) {
    lines.conclude(found.sentence());
  } else {
    at.out << json_document(found.findings(), found.sentence(), found.exit_code()) << '\n'
           << std::flush;
  }
  return found.exit_code();
}

}  // namespace sluice::doctor
