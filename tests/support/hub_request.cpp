#include "support/hub_request.hpp"

#include <utility>

namespace sluice::test {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string encode_component(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain(c)) {
      out += c;
    } else {
      out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
  }
  return out;
}

std::string form_text(const fields& form) {
  std::string out;
  for (const auto& [name, value] : form) {
    if (!out.empty()) out += '&';
    out += encode_component(name) + "=" + encode_component(value);
  }
  return out;
}

web_request publish_request(std::string body, const std::string& path) {
  web_request post(path);
  post.method("POST")
      .variable("CONTENT_TYPE", "application/x-www-form-urlencoded")
      .variable("CONTENT_LENGTH", std::to_string(body.size()));
  return post.body(std::move(body));
}

web_request publish_request(const fields& form) {
  return publish_request(form_text(form));
}

web_request subscribe_request(const std::vector<std::string>& selectors, const fields& more) {
  fields query;
  for (const auto& each : selectors) query.emplace_back("topic", each);
  query.insert(query.end(), more.begin(), more.end());
  return web_request(query.empty() ? hub_path : hub_path + "?" + form_text(query));
}

web_request with_bearer(web_request what, const std::string& token) {
  return what.variable("HTTP_AUTHORIZATION", "Bearer " + token);
}

web_request with_cookie(web_request what, const std::string& token, const std::string& name) {
  return what.variable("HTTP_COOKIE", name + "=" + token);
}

}  // namespace sluice::test
