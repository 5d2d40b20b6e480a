// Any variables and body make a request whose parts agree with each other. The input is variables
// as NAME NUL value NUL; what has no NUL behind it is the body.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "http/content_length.hpp"
#include "http/head.hpp"
#include "http/origin.hpp"
#include "sluice/request.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::pair<sluice::fields, std::string> split(std::string_view text) {
  sluice::fields variables;
  while (true) {
    const std::size_t name_end = text.find('\0');
    const std::size_t value_end =
        name_end == std::string_view::npos ? name_end : text.find('\0', name_end + 1);
    if (value_end == std::string_view::npos) return {variables, std::string(text)};
    variables.emplace_back(text.substr(0, name_end),
                           text.substr(name_end + 1, value_end - name_end - 1));
    text.remove_prefix(value_end + 1);
  }
}

void check_query(const sluice::request& req) {
  for (const auto& [name, value] : req.query_fields()) {
    const auto all = req.query_all(name);
    require(!all.empty() && req.query(name) == all.front());
  }
}

void check_cookies(const sluice::request& req) {
  const auto header = req.header("Cookie");
  for (const char* const name :
       {"a", "mercureAuthorization", "__Secure-mercure_access_token", ""}) {
    const auto value = req.cookie(name);
    require(!value || (header && header->find(*value) != std::string_view::npos));
    require(!value || value->find(';') == std::string_view::npos);
  }
}

void check_last_event_id(const sluice::request& req) {
  const auto id = req.last_event_id();
  require(!id || !id->empty());
  const auto number = req.last_event_id_as<long>();
  require(!number || id);
  const auto header = req.header("Last-Event-ID");
  require(!header || header->empty() || id == header);
}

void check_body(const sluice::request& req) {
  const auto stated = req.variable("CONTENT_LENGTH");
  const auto checked = sluice::http::check_content_length(stated, req.body().size());
  if (stated == std::to_string(req.body().size())) require(checked.has_value());
  require(checked.has_value() || !checked.error().detail.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  auto [variables, body] = split({reinterpret_cast<const char*>(data), size_bytes});
  const sluice::request req(std::move(variables), std::move(body));

  require(req.path().find('?') == std::string_view::npos || !req.variable("REQUEST_URI") ||
          req.variable("REQUEST_URI")->empty());
  check_query(req);
  check_cookies(req);
  check_last_event_id(req);
  check_body(req);
  sluice::http::source_origin(req);
  return 0;
}
