#include "doctor/doctor_arguments.hpp"

#include <string_view>
#include <utility>

#include "cli/arguments.hpp"
#include "config/unit.hpp"

namespace sluice::doctor {
namespace {

using cli::takes;

constexpr cli::option known_options[] = {
    {"socket", takes::values}, {"as-user", takes::value},    {"audit-log", takes::value},
    {"config", takes::value},  {"quick", takes::nothing},    {"json", takes::nothing},
    {"idle", takes::value},    {"token-file", takes::value}, {"ca-file", takes::value},
    {"server", takes::value},
};

std::optional<problem> read_site(const cli::arguments& given, site_order& into) {
  if (const auto text = given.value("idle")) {
    const auto idle = config::try_parse_duration(*text);
    if (!idle || *idle > longest_idle) {
      return problem{"--idle: write a time up to 10m, such as 90s, or 0 to leave it out"};
    }
    into.idle = *idle;
  }
  if (const auto name = given.value("server")) {
    into.server = try_parse_server(*name);
    if (!into.server) {
      return problem{"--server: write nginx, apache, lighttpd, caddy or haproxy"};
    }
  }
  into.token_file = given.value("token-file");
  into.ca_file = given.value("ca-file").value_or("");
  return std::nullopt;
}

// Options that say how a URL is examined.
constexpr std::string_view site_options[] = {"idle", "server", "token-file", "ca-file"};

std::optional<problem> refuse_site_options(const cli::arguments& given) {
  for (const std::string_view name : site_options) {
    if (!given.has(name)) continue;
    return problem{"--" + std::string(name) + " says how a URL is examined: give one"};
  }
  return std::nullopt;
}

}  // namespace

outcome<doctor_order> try_read_doctor(const std::vector<std::string>& words) {
  const auto given = cli::arguments::try_read(words, known_options);
  if (!given) return given.error();
  doctor_order order;
  if (given->has("quick")) order.how = depth::quick;
  if (given->operands().size() > 1) return problem{"give one URL at a time"};
  if (given->operands().empty()) {
    if (const auto wrong = refuse_site_options(*given)) return *wrong;
  } else {
    const auto url = client::hub_url::try_parse(given->operands().front(), "URL");
    if (!url) return url.error();
    order.site = site_order{probe_url(*url), order.how};
    if (const auto wrong = read_site(*given, *order.site)) return *wrong;
  }
  order.sockets = given->values("socket");
  order.web_server_user = given->value("as-user").value_or("");
  order.audit_log = given->value("audit-log").value_or("");
  order.configuration = given->value("config");
  if (given->has("json")) order.format = report_format::json;
  return order;
}

}  // namespace sluice::doctor
