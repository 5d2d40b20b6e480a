#include "doctor/advice.hpp"

#include <algorithm>

namespace sluice::doctor {
namespace {

using enum web_server;

constexpr std::string_view nginx_file = "nginx/sluice.conf";
constexpr std::string_view apache_file = "deploy/apache/sluice.conf";
constexpr std::string_view lighttpd_file = "deploy/lighttpd/sluice.conf";
constexpr std::string_view caddy_file = "deploy/caddy/sluice.caddy";
constexpr std::string_view haproxy_file = "deploy/haproxy/haproxy.cfg";

// What holds an answer back as a whole and what holds it back in pieces is mended by the same line.
#define SLUICE_FLUSH_ROWS(KIND)                                                                  \
  {KIND, nginx,                                                                                  \
   "in the location write `fastcgi_buffering off;` (proxy_buffering where it says proxy_pass), " \
   "and take X-Accel-Buffering out of any `fastcgi_ignore_headers`",                             \
   nginx_file, "fastcgi_buffering off;"},                                                        \
      {KIND, apache,                                                                             \
       "write `flushpackets=on` behind the worker's URL in its ProxyPass\n"                      \
       "or, with a SetHandler route, write a `<Proxy>` block with `ProxySet flushpackets=on`, "  \
       "named as the worker in the SetHandler, letter by letter",                                \
       apache_file, "flushpackets=on"},                                                          \
      {KIND, lighttpd, "write `server.stream-response-body = 2` for this path", lighttpd_file,   \
       "server.stream-response-body = 2"},                                                       \
      {KIND, caddy,                                                                              \
       "take `buffer_responses` and `response_buffers` out of the reverse_proxy block; what "    \
       "Caddy is given for FastCGI it hands on at once by itself",                               \
       caddy_file, "transport fastcgi"},                                                         \
  {                                                                                              \
    KIND, haproxy,                                                                               \
        "write `option http-no-delay` in the backend, and take text/event-stream out of "        \
        "`compression type`; HAProxy itself collects no answers",                                \
        haproxy_file, "option http-no-delay"                                                     \
  }

#define SLUICE_COMPRESSION_ROWS(KIND)                                                            \
  {KIND, nginx,                                                                                  \
   "write `gzip off;` in the location (and `brotli off;` where that module is loaded)",          \
   nginx_file, "gzip off;"},                                                                     \
      {KIND, apache, "write `SetEnv no-gzip 1` and `SetEnv no-brotli 1` for this location",      \
       apache_file, "SetEnv no-gzip 1"},                                                         \
      {KIND, lighttpd,                                                                           \
       "take text/event-stream out of `deflate.mimetypes`, or write "                            \
       "`deflate.mimetypes = ()` for this path"},                                                \
      {KIND, caddy, "keep `encode` out of the handle block of this path", caddy_file,            \
       "handle @sluice"},                                                                        \
  {                                                                                              \
    KIND, haproxy,                                                                               \
        "take text/event-stream out of `compression type`, or `filter compression` out of this " \
        "backend",                                                                               \
        haproxy_file, "use-fcgi-app sluice"                                                      \
  }

#define SLUICE_LOST_HEADER_ROWS(KIND, NAME, PARAMETER)                                             \
  {KIND, nginx,                                                                                    \
   "take `fastcgi_pass_request_headers off;` and any `fastcgi_param " PARAMETER                    \
   "` out of the location: by itself nginx hands " NAME " on",                                     \
   nginx_file, "include fastcgi_params;"},                                                         \
      {KIND, apache, "take `RequestHeader unset " NAME "` out of what holds for this location"},   \
      {KIND, lighttpd,                                                                             \
       "take what sets or empties " NAME " (mod_setenv, mod_magnet) out of this path"},            \
      {KIND, caddy, "take `header_up -" NAME "` and `request_header -" NAME "` out of this site"}, \
  {                                                                                                \
    KIND, haproxy, "take `http-request del-header " NAME "` out of frontend and backend"           \
  }

constexpr advice table[] = {
    // reach
    {"no-address", unknown,
     "write the host's name as it is in the DNS, or add its record; `getent hosts NAME` on this "
     "machine shows what it resolves to"},
    {"refused", unknown,
     "start the web server, or name the port it listens on in the URL; `ss -ltn` on the server "
     "lists them"},
    {"unreachable", unknown,
     "open the port in the firewalls between here and the server, or ask from a place that reaches "
     "it"},
    {"too-slow", unknown,
     "look on the server whether the web server and the worker answer: `sluice doctor --socket "
     "PATH`"},
    {"tls-expired", unknown,
     "renew the certificate and reload the web server: browsers refuse it too"},
    {"tls-issuer", unknown,
     "have the web server send the whole chain (certificate and intermediates); for an authority "
     "of your own give `--ca-file FILE`"},
    {"tls-name", unknown,
     "ask by a name that is in the certificate, or have this name added to it"},
    {"tls", unknown,
     "use https:// only where the web server has TLS on that port, with a protocol of this decade "
     "(TLS 1.2, 1.3)"},
    {"worker-down", unknown,
     "on the server run `sluice doctor --socket PATH`: it says whether a worker listens there and "
     "whether the web server may connect; `systemctl status sluice` shows the worker"},
    {"not-found", nginx,
     "include the snippet in the server block that answers this host name; the path in its "
     "location is the worker's base path",
     nginx_file, "location ^~ /sluice/"},
    {"not-found", apache,
     "enable the snippet for the virtual host that answers this name; the path in its Location is "
     "the worker's base path, and stands in the worker's URL as well",
     apache_file, "<Location \"/sluice/\">"},
    {"not-found", lighttpd,
     "enable the snippet; the path in its condition is the worker's base path", lighttpd_file,
     "$HTTP[\"url\"] =~ \"^/(sluice/"},
    {"not-found", caddy,
     "write `import sluice` in the site that answers this name; the path in its matcher is the "
     "worker's base path",
     caddy_file, "@sluice path /sluice/*"},
    {"not-found", haproxy,
     "write the acl and the use_backend in the frontend that answers; the path in the acl is the "
     "worker's base path",
     haproxy_file, "acl is_sluice path_beg /sluice/"},
    {"no-probe", unknown,
     "first see that the site of this host name includes the snippet (nginx: `nginx -T | grep "
     "sluice`); then give the URL with the worker's base path (`--base-path`), such as "
     "https://your.site/live; if both are right, the worker is older than its doctor: update it"},
    {"forbidden", unknown,
     "let the doctor in where it runs, or give the token that the site asks for with `--token-file "
     "FILE`; the worker itself asks nobody for the probe"},
    {"redirect", unknown, "give the doctor, and the pages' EventSource, the URL it leads to"},
    {"page", unknown,
     "first see that the site of this host name includes the snippet (nginx: `nginx -T | grep "
     "sluice`); then have this path handed to the worker before the rule that answers every path "
     "of the site"},
    {"busy", unknown,
     "wait until other doctors have finished, or see `streams-limit` and `address-limit` of the "
     "worker"},
    {"server-error", unknown,
     "read the web server's error log for this request: it says what failed"},
    // head
    {"charset", nginx,
     "take text/event-stream out of `charset_types`, or write `charset off;` in the location"},
    {"charset", apache,
     "take the charset for this path out of AddCharset, ForceType and `Header set Content-Type`"},
    {"charset", lighttpd, "take Content-Type out of setenv.set-response-header for this path"},
    {"charset", caddy, "take `header Content-Type` out of what holds for this path"},
    {"charset", haproxy, "take `http-response set-header Content-Type` out of this backend"},
    {"content-type", unknown,
     "look which layer sets Content-Type on this path, and leave it as the worker says it: exactly "
     "text/event-stream"},
    SLUICE_COMPRESSION_ROWS("encoded"),
    SLUICE_FLUSH_ROWS("content-length"),
    {"cached", nginx, "write `fastcgi_cache off;` (or `proxy_cache off;`) in the location"},
    {"cached", apache, "write `CacheDisable on` for this location"},
    {"cached", lighttpd, "leave this path out of what a cache in front of lighttpd keeps"},
    {"cached", caddy, "keep `cache` out of the handle block of this path"},
    {"cached", haproxy, "keep `http-request cache-use` from this path"},
    {"slow-first-byte", unknown,
     "look what the web server does before it asks the worker: auth_request, a lookup of names, a "
     "queue of connections"},
    // timing
    SLUICE_FLUSH_ROWS("buffered"),
    SLUICE_FLUSH_ROWS("held"),
    {"delayed", nginx, "take `tcp_nodelay off;` out of what holds for this location", nginx_file,
     "fastcgi_buffering off;"},
    {"delayed", apache, "write `flushpackets=on`, not `auto`, which waits for `flushwait`",
     apache_file, "flushpackets=on"},
    {"delayed", lighttpd, "write `server.stream-response-body = 2` for this path", lighttpd_file,
     "server.stream-response-body = 2"},
    {"delayed", caddy, "take `flush_interval` with a time out of the reverse_proxy block",
     caddy_file, "transport fastcgi"},
    {"delayed", haproxy,
     "write `option http-no-delay` in the backend (or in defaults); `filter compression` delays as "
     "well",
     haproxy_file, "option http-no-delay"},
    {"late-at-times", unknown,
     "ask each server behind this address by itself, or run the doctor again where this machine "
     "was "
     "busy"},
    {"cut-short", unknown,
     "look for a limit on how long or how large an answer may be, in the web server and in what "
     "stands before it; its error log names it"},
    SLUICE_COMPRESSION_ROWS("compressed"),
    {"held-over-http2", nginx,
     "write `fastcgi_buffering off;` in the location of the server block that has http2",
     nginx_file, "fastcgi_buffering off;"},
    {"held-over-http2", apache,
     "write `flushpackets=on` for the virtual host on this port as well; with mod_fcgid, which "
     "holds answers back over HTTP/2, use mod_proxy_fcgi",
     apache_file, "flushpackets=on"},
    {"held-over-http2", lighttpd, "write `server.stream-response-body = 2` for this path",
     lighttpd_file, "server.stream-response-body = 2"},
    {"held-over-http2", caddy,
     "take `buffer_responses` and `response_buffers` out of the reverse_proxy block", caddy_file,
     "transport fastcgi"},
    {"held-over-http2", haproxy, "write `option http-no-delay` in the backend", haproxy_file,
     "option http-no-delay"},
    // headers
    {"authorization-lost", nginx,
     "take `fastcgi_pass_request_headers off;` and any `fastcgi_param HTTP_AUTHORIZATION` out of "
     "the location: by itself nginx hands Authorization on",
     nginx_file, "include fastcgi_params;"},
    {"authorization-lost", apache, "write `CGIPassAuth On` for this location", apache_file,
     "CGIPassAuth On"},
    {"authorization-lost", lighttpd,
     "take what sets or empties Authorization (mod_setenv, mod_magnet) out of this path"},
    {"authorization-lost", caddy,
     "take `header_up -Authorization` and `request_header -Authorization` out of this site"},
    {"authorization-lost", haproxy, "write `pass-header authorization` in the fcgi-app",
     haproxy_file, "pass-header authorization"},
    SLUICE_LOST_HEADER_ROWS("cookie-lost", "Cookie", "HTTP_COOKIE"),
    SLUICE_LOST_HEADER_ROWS("last-event-id-lost", "Last-Event-ID", "HTTP_LAST_EVENT_ID"),
    // departure
    {"departure", nginx,
     "write `fastcgi_ignore_client_abort off;` in the location (proxy_ignore_client_abort where it "
     "says proxy_pass)",
     nginx_file, "fastcgi_ignore_client_abort off;"},
    {"departure", apache,
     "write `flushpackets=on`: only what is written to a browser shows that it left", apache_file,
     "flushpackets=on"},
    {"departure", lighttpd,
     "write `server.stream-response-body = 2`: only what is written to a browser shows that it "
     "left",
     lighttpd_file, "server.stream-response-body = 2"},
    {"departure", caddy,
     "take `flush_interval -1` out of the reverse_proxy block: with it some versions ignore that a "
     "browser left",
     caddy_file, "transport fastcgi"},
    {"departure", haproxy,
     "look for what stands before HAProxy: by itself it notices a departure when it next writes"},
    // unread
    {"stored", nginx,
     "in the location write `fastcgi_buffering off;` (proxy_buffering where it says proxy_pass)",
     nginx_file, "fastcgi_buffering off;"},
    {"stored", apache,
     "look for what stands before Apache and stores answers: by itself it has the worker wait"},
    {"stored", lighttpd,
     "write `server.stream-response-body = 2` for this path; with 1 lighttpd writes what is not "
     "read to files in `server.upload-dirs`",
     lighttpd_file, "server.stream-response-body = 2"},
    {"stored", caddy,
     "take `buffer_responses` and `response_buffers` out of the reverse_proxy block, and look for "
     "what stands before Caddy: by itself it has the worker wait",
     caddy_file, "transport fastcgi"},
    {"stored", haproxy,
     "look for what stands before HAProxy and stores answers: by itself it has the worker wait"},
    // connections
    {"stream-limit", nginx,
     "raise `limit_conn` for this path, and `worker_connections` to two for each stream; "
     "in the worker see `address-limit` and `streams-limit`"},
    {"stream-limit", apache,
     "raise MaxRequestWorkers (each stream holds one), and the limits of mod_qos or "
     "mod_limitipconn "
     "for this path; in the worker see `address-limit` and `streams-limit`"},
    {"stream-limit", lighttpd,
     "raise `server.max-connections`, and `evasive.max-conns-per-ip` for this path; in the worker "
     "see `address-limit` and `streams-limit`"},
    {"stream-limit", caddy,
     "look for a limit of connections in front of Caddy, which has none itself; in the worker see "
     "`address-limit` and `streams-limit`"},
    {"stream-limit", haproxy,
     "raise `maxconn` of frontend and server, and rules on `src_conn_cur`; in the worker see "
     "`address-limit` and `streams-limit`"},
    // idle
    {"cut-when-idle", nginx,
     "write `fastcgi_read_timeout 1h;` in the location, or give the worker a `--heartbeat` below "
     "half of the time measured",
     nginx_file, "fastcgi_read_timeout 1h;"},
    {"cut-when-idle", apache,
     "write `timeout=3600` behind the worker's URL in its ProxyPass, or give the worker a "
     "`--heartbeat` below half of the time measured",
     apache_file, "timeout=3600"},
    {"cut-when-idle", lighttpd,
     "write `server.max-write-idle = 3600` for this path, or give the worker a `--heartbeat` below "
     "half of the time measured",
     lighttpd_file, "server.max-write-idle = 3600"},
    {"cut-when-idle", caddy,
     "raise `read_timeout` of the fastcgi transport and `write` of the server's timeouts, or give "
     "the worker a `--heartbeat` below half of the time measured",
     caddy_file, "transport fastcgi"},
    {"cut-when-idle", haproxy,
     "write `timeout server 1h` in the backend (`timeout tunnel` changes nothing for a stream), or "
     "give the worker a `--heartbeat` below half of the time measured",
     haproxy_file, "timeout server 1h"},
};

std::string written(const advice& what) {
  std::string text(what.text);
  // Of several ways the first is that of the file.
  const auto first_end = std::min(text.find('\n'), text.size());
  if (!what.file.empty()) text.insert(first_end, "; as in " + std::string(what.file));
  return text;
}

}  // namespace

std::span<const advice> advice_table() {
  return table;
}

std::string advise(std::string_view kind, web_server server) {
  const auto row = [kind](web_server of) {
    return std::find_if(std::begin(table), std::end(table),
                        [&](const advice& each) { return each.kind == kind && each.server == of; });
  };
  for (const web_server each : {server, unknown}) {
    if (const auto found = row(each); found != std::end(table)) return written(*found);
  }
  std::string all;
  for (const web_server each : known_servers) {
    const auto found = row(each);
    if (found == std::end(table)) continue;
    if (!all.empty()) all += '\n';
    all.append(name_of(each)).append(": ");
    for (const char c : written(*found)) all.append(c == '\n' ? "\n  " : std::string(1, c));
  }
  return all;
}

}  // namespace sluice::doctor
