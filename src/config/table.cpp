#include "config/table.hpp"

#include <algorithm>
#include <array>

#include "config/text_check.hpp"

namespace sluice::config {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;

// The order of log::level; `off` is not offered, because a silent worker cannot be helped.
constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};

// The order of io_uring_use.
constexpr std::array<std::string_view, 2> io_uring_uses{"auto", "off"};

constexpr std::string_view allowed_algorithms =
    "HS256, HS384, HS512, RS256, RS384, RS512, ES256, ES384, ES512 or EdDSA";
constexpr std::string_view allowed_origins = "scheme://host[:port], scheme://*.host, or *";

// clang-format off
constexpr std::array table{
  option{"socket", "ADDRESS", group::listening,
    text_list{&settings::sockets, check_socket,
         "an absolute path of at most 107 bytes, or HOST:PORT"},
    change::on_restart,
    "Where to listen for the web server: a unix socket's path, or HOST:PORT. Repeatable. The "
    "sockets that the worker was started with (standard input, or systemd's LISTEN_FDS) are served "
    "as well; it refuses to start when there are neither."},
  option{"socket-mode", "MODE", group::listening, mode{&settings::socket_mode},
    change::on_restart,
    "The permissions of unix sockets. The web server needs to write. The default lets in the "
    "worker's user and the socket's group, and nobody else."},
  option{"socket-group", "NAME", group::listening,
    text{&settings::socket_group, check_group, "a group's name; empty = the worker's own"},
    change::on_restart,
    "The group of unix sockets: the one the web server runs in."},
  option{"socket-backlog", "COUNT", group::listening, count{&settings::socket_backlog, 1, 65535},
    change::on_restart,
    "How many connections may wait to be accepted. When all browsers reconnect at once and the "
    "queue is full, the web server answers 502. The kernel cuts it at net.core.somaxconn, which is "
    "4096 since Linux 5.4."},

  option{"control", "PATH", group::listening,
    text{&settings::control, check_control,
         "an absolute path of at most 107 bytes; empty = none"},
    change::on_restart,
    "A unix socket for programs of this machine that publish without HTTP and without a token: one "
    "JSON object a line, one answer a line. Whoever may write to it may publish anything. A socket "
    "that systemd hands over by the name control (FileDescriptorName=control) is served as well."},
  option{"control-mode", "MODE", group::listening, mode{&settings::control_mode},
    change::on_restart,
    "The permissions of the control socket. The default lets in the worker's user and the socket's "
    "group, and nobody else."},
  option{"control-group", "NAME", group::listening,
    text{&settings::control_group, check_group, "a group's name; empty = the worker's own"},
    change::on_restart,
    "The group of the control socket: the one the publishing programs run in."},

  option{"base-path", "PATH", group::routes,
    text{&settings::base_path, check_base_path,
         "starts with /, does not end with one, no //, ? or #"},
    change::on_restart,
    "The path that all routes are below, as the browser writes it."},
  option{"demo", "", group::routes, flag{&settings::demo},
    change::on_restart,
    "Serves a page, a script and a counter on the event route, readable by anyone: a trial that "
    "shows events arriving one by one through the web server."},

  option{"publisher-key", "FILE", group::access, secret_files{&settings::publisher_keys},
    change::on_reload,
    "The file with the key that publishers' tokens are signed with: the secret itself, or a public "
    "key in PEM. Repeatable, so that old and new tokens are taken while a key is changed. Without "
    "any, nobody publishes over HTTP."},
  option{"publisher-algorithm", "NAME", group::access,
    text{&settings::publisher_algorithm, check_algorithm, allowed_algorithms},
    change::on_reload,
    "The one algorithm that publishers' tokens may use. What a token says about itself is not "
    "asked."},
  option{"subscriber-key", "FILE", group::access, secret_files{&settings::subscriber_keys},
    change::on_reload,
    "The same for the tokens of subscribers, which private updates and closed hubs need. Without "
    "any, the publisher's keys serve."},
  option{"subscriber-algorithm", "NAME", group::access,
    text{&settings::subscriber_algorithm, check_algorithm, allowed_algorithms},
    change::on_reload,
    "The one algorithm that subscribers' tokens may use, where there is a subscriber-key."},
  option{"cookie-name", "NAME", group::access,
    text_list{&settings::cookie_names, check_cookie_name, "the name of a cookie"},
    change::on_reload,
    "The cookie that carries a browser's token. Repeatable; the first that came rules. The default "
    "is what libraries of the protocol set."},
  option{"query-tokens", "", group::access, flag{&settings::query_tokens}, change::on_reload,
    "Takes tokens from the query parameter authorization as well. Off by default: URLs end in "
    "access logs and histories. For clients that can send neither header nor cookie."},
  option{"clock-leeway", "DURATION", group::access,
    duration{&settings::clock_leeway, 1s, 5min, "none"}, change::on_reload,
    "How long a token is taken before it begins and after it ends, for clocks that differ."},
  option{"anonymous", "", group::access, flag{&settings::anonymous}, change::on_reload,
    "Lets browsers without a token read public updates. Off by default: a cookie that expires "
    "would otherwise turn a stream of private updates into a silent one."},
  option{"require-grant", "", group::access, flag{&settings::require_grant}, change::on_reload,
    "Refuses a stream, with 403, for a topic that its token does not grant. By default a grant is "
    "needed for private updates only, and public ones reach whoever asks."},
  option{"cors-origin", "ORIGIN", group::access,
    text_list{&settings::cors_origins, check_origin, allowed_origins},
    change::on_reload,
    "Pages of this origin may read answers, with cookies where the origin is named. Repeatable. "
    "None by default: the site itself needs no entry."},
  option{"publish-origin", "ORIGIN", group::access,
    text_list{&settings::publish_origins, check_origin, allowed_origins},
    change::on_reload,
    "Pages of this origin may publish by a cookie's right. Repeatable. None by default, because "
    "any page can make a browser send its cookies."},
  option{"admin-allow", "ADDRESS", group::access,
    text_list{&settings::admin_addresses, check_address, "an IPv4 or IPv6 address, or none"},
    change::on_reload,
    "Who may see status and metrics without a token whose claim sluice.admin is true. Repeatable; "
    "none for nobody. It is the address that the web server names: behind a second proxy on this "
    "machine every visitor has 127.0.0.1."},
  option{"history", "WHERE", group::history,
    text{&settings::history, check_history, "memory, or sqlite: and an absolute path"},
    change::on_restart,
    "Where updates are held. memory ends with the process; sqlite:PATH answers a publisher when "
    "the update is on disk, and brings all of it back after a restart."},
  option{"history-updates", "COUNT", group::history,
    count{&settings::history_updates, 1, 10'000'000}, change::on_restart,
    "How many updates are held for browsers that come back."},
  option{"history-bytes", "SIZE", group::history,
    size{&settings::history_bytes, 64 * kib, 16 * 1024 * mib}, change::on_restart,
    "How much memory they may take."},
  option{"history-age", "DURATION", group::history,
    duration{&settings::history_age, 1s, 8760h}, change::on_restart,
    "How old they may become."},
  option{"backlog-limit", "SIZE", group::streams,
    size{&settings::backlog_limit_bytes, 16 * kib, 1024 * mib}, change::on_restart,
    "How far a stream may fall behind before it is ended; the browser comes back with its last id "
    "and history fills the hole. The default is some seconds of a slow mobile link."},
  option{"topics-limit", "COUNT", group::streams, count{&settings::topics_limit, 1, 1000},
    change::on_restart,
    "How many topics one stream may ask for, and one update may have."},
  option{"subscriptions", "", group::streams, flag{&settings::subscriptions}, change::on_restart,
    "Tells who is subscribed: by a private update when a stream begins or ends, and by the "
    "protocol's API below /.well-known/mercure/subscriptions. Off by default, for every stream that "
    "comes or goes is then an update that history holds."},
  option{"heartbeat", "DURATION", group::streams,
    duration{&settings::heartbeat, 1s, 1h, "off"}, change::on_reload,
    "How often a silent stream sends a comment, so that no proxy closes it as idle and a browser "
    "that left is noticed. nginx closes a silent stream after 60 s, HAProxy's usual files after "
    "50 s; the default sends three comments in that time."},
  option{"retry-min", "DURATION", group::streams, duration{&settings::retry_min, 100ms, 1h},
    change::on_reload,
    "Each stream tells its browser a time of its own to wait before reconnecting; this is the "
    "shortest. The spread up to retry-max keeps a restart from bringing all browsers back in one "
    "moment."},
  option{"retry-max", "DURATION", group::streams, duration{&settings::retry_max, 100ms, 1h},
    change::on_reload,
    "The longest time that a browser is told to wait before reconnecting. Not below retry-min."},
  option{"max-age", "DURATION", group::streams,
    duration{&settings::max_age, 10s, 168h, "off"}, change::on_reload,
    "How old a stream may become before it is ended and the browser reconnects. 15m to 24h lets "
    "the load move to new workers and bounds what a forgotten tab holds."},
  option{"streams-limit", "COUNT", group::streams,
    count{&settings::streams_limit, 1, 10'000'000, "what the descriptors allow"},
    change::on_reload,
    "How many streams may be open at once. Every one takes a descriptor, so the limit is found in "
    "RLIMIT_NOFILE, which the worker raises as far as it may."},
  option{"address-limit", "COUNT", group::streams,
    count{&settings::address_limit, 1, 1'000'000, "any number"}, change::on_reload,
    "How many streams one client address may have open; one more is answered 429. Off by default: "
    "the people of a whole office share an address, and the web server can limit as well."},

  option{"params-limit", "SIZE", group::requests,
    size{&settings::params_limit_bytes, 4 * kib, 16 * mib}, change::on_reload,
    "The longest set of CGI variables, headers among them, that a request may have; a longer one "
    "is answered 431. Web servers take 8 to 32 KiB of headers and add some variables."},
  option{"message-limit", "SIZE", group::requests,
    size{&settings::message_limit_bytes, 1 * kib, 1024 * mib}, change::on_restart,
    "How long the data of an update may be, as it reaches the browser; longer data is answered "
    "413. The body that carries it may be three times as long and half a MiB more, for a form "
    "writes a byte as up to three and has other fields as well."},
  option{"body-timeout", "DURATION", group::requests,
    duration{&settings::body_timeout, 1s, 10min}, change::on_reload,
    "How long a request, head and body together, may take to arrive. Web servers buffer requests, "
    "so even a slow browser's arrives in one go."},
  option{"keep-idle", "DURATION", group::requests,
    duration{&settings::keep_idle, 1s, 24h}, change::on_reload,
    "How long a connection that the web server keeps for its next request may stay idle. Longer "
    "than the web servers keep it by default, so that the worker never closes one just as a "
    "request is sent."},

  option{"loops", "COUNT", group::process,
    count{&settings::loops, 1, 64, "one a processor core, at most 4"}, change::on_restart,
    "How many event loops, each a thread, share the streams. Writing events is the kernel's work; "
    "more than four loops seldom send more."},
  option{"io-uring", "WHEN", group::process, choice_of<&settings::io_uring>(io_uring_uses),
    change::on_restart,
    "Whether an event is sent to hundreds of streams in one system call, which halves what it costs "
    "the worker where system calls are slow, as in virtual machines. auto does it where the kernel "
    "(5.12 or later), the container and the service's filter allow io_uring, and the log's first "
    "line says whether; off never asks for it."},
  option{"drain", "DURATION", group::process,
    duration{&settings::drain, 1s, 10min, "at once"}, change::on_reload,
    "How long the worker takes to end its streams when it is told to stop. They are spread over "
    "this time, so that the browsers do not return all at once. Keep it below the service "
    "manager's stop timeout, which is 90 s in systemd."},
  option{"log-level", "LEVEL", group::process, choice_of<&settings::log_level>(log_levels),
    change::on_reload,
    "The least important lines that are logged."},
  option{"log-file", "PATH", group::process,
    text{&settings::log_file, check_log_file, "an absolute path; empty = standard error"},
    change::on_reload,
    "The file that lines of the log are added to, made where it is not there. SIGHUP has it opened "
    "anew, as rotation needs. By default they go to standard error, which systemd keeps in its "
    "journal."},
};
// clang-format on

}  // namespace

std::span<const option> options() {
  return table;
}

const option* find_option(std::string_view name) {
  const auto found = std::ranges::find(table, name, &option::name);
  return found == table.end() ? nullptr : &*found;
}

}  // namespace sluice::config
