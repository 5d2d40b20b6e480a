#include "doctor/doctor.hpp"

#include <optional>
#include <string_view>

#include <unistd.h>

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

constexpr std::string_view usage = R"(Usage: sluice doctor [URL] [--socket ADDRESS...] [OPTION...]

Finds what keeps events from browsers. Asks the worker's probe route for a paced stream through the
real web server, measures when each frame arrives, and names the line to change. It judges by
timing, not by what headers promise.

URL is the site, when the worker's base path is /sluice; else the site with the base path, or any of
the worker's addresses.
  --quick               reach, head, timing and headers alone: a few seconds, for monitoring
  --idle TIME           how long a silent stream is watched, up to 10m; 0 for not at all. By default
                        65s, beside the other probes
  --server NAME         nginx, apache, lighttpd, caddy or haproxy, where the server does not say
  --token-file FILE     a token for the site's own access check; the worker asks for none here
  --ca-file FILE        certificates to trust in place of the system's

On the worker's own machine, best as root:
  --socket ADDRESS      what keeps a web server from this socket, a path or HOST:PORT: file, mode,
                        groups, folders, private /tmp, SELinux and AppArmor, queue, descriptors; and
                        whether the worker answers. Without URL and --socket: the sockets of the
                        configuration
  --config FILE         the worker's configuration, which has its sockets and its base path
  --as-user NAME        whose way is judged; by default the running web server's
  --audit-log FILE      where SELinux or AppArmor log; by default the usual places, the last day

  --json                one JSON document at the end: verdict, exit_code, and findings with probe,
                        judgement (fine, remark, fault, skipped), kind, tried, seen, cause, change

Examples:
  sluice doctor https://your.site
  sluice doctor https://your.site/live --server haproxy
  sluice doctor https://your.site --quick --json
  sudo sluice doctor --socket /run/sluice/sluice.sock

Exit codes: 0 fine (remarks count as fine), 1 a fault was found, 2 usage, 3 the server could not be
reached: no address, no connection, no answer.
)";

constexpr std::string_view command = "doctor";

int examine(const doctor_order& order, const std::vector<socket_order>& sockets,
            const std::string& token, verdict& into, cli::terminal& at) {
  for (const socket_order& each : sockets) examine_socket(each, into);
  if (!order.site) return into.exit_code();
  const client::interrupt until;
  const auto tell = [&](const std::string& line) {
    if (order.format == report_format::text) cli::remark(at, command, line);
  };
  examine_site({*order.site, token, until, tell}, into);
  return into.exit_code();
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
  std::string token;
  if (order->site && order->site->token_file) {
    auto read = cli::try_read_token(*order->site->token_file);
    if (!read) return cli::fail(at, command, read.error().message(), exit_usage);
    token = std::move(*read);
  }
  text_report lines(at.out);
  silent_report nothing;
  const bool is_text = order->format == report_format::text;
  verdict found(is_text ? static_cast<report&>(lines) : nothing);
  const int code = examine(*order, *sockets, token, found, at);
  if (is_text) {
    lines.conclude(found.sentence());
  } else {
    at.out << json_document(found.findings(), found.sentence(), code) << '\n' << std::flush;
  }
  return code;
}

}  // namespace sluice::doctor
