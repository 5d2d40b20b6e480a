#include "client/hub_url.hpp"

#include <algorithm>
#include <utility>

#include "auth/redaction.hpp"
#include "base/text.hpp"
#include "http/form.hpp"

namespace sluice::client {
namespace {

// RFC 3986, section 2: a URL is printable ASCII without a space.
bool is_url_character(char c) {
  return c > ' ' && c < 0x7F;
}

bool has_web_scheme(std::string_view text) {
  return equals_ignoring_case(text.substr(0, 7), "http://") ||
         equals_ignoring_case(text.substr(0, 8), "https://");
}

}  // namespace

hub_url::hub_url(std::string origin, std::string target)
    : origin_(std::move(origin)), target_(std::move(target)) {}

hub_url hub_url::local() {
  return {"http://localhost", std::string(default_path)};
}

outcome<hub_url> hub_url::try_parse(std::string_view text, std::string_view named) {
  const auto refuse = [named](const char* why) { return problem{std::string(named) + ": " + why}; };
  if (!has_web_scheme(text)) return refuse("write a URL that begins with https:// or http://");
  if (!std::all_of(text.begin(), text.end(), is_url_character)) {
    return refuse("a URL holds no spaces and nothing but ASCII; percent-encode them");
  }
  const std::size_t host = text.find("//") + 2;
  const std::size_t end = std::min(text.find_first_of("/?#", host), text.size());
  const std::string_view authority = text.substr(host, end - host);
  if (authority.empty()) return refuse("the URL names no host");
  if (authority.find('@') != authority.npos) {
    return refuse(
        "a user or password does not belong into a URL; --token-file FILE takes the token");
  }
  if (text.find('#') != text.npos) {
    return refuse("a hub knows no fragment; write the # as %23 or leave it out");
  }
  std::string target(text.substr(end));
  if (!target.starts_with('/')) target.insert(0, default_path);
  return hub_url(std::string(text.substr(0, end)), std::move(target));
}

hub_url hub_url::with_topics(const std::vector<std::string>& topics) const {
  std::string target = target_;
  char separator = target.find('?') == target.npos ? '?' : '&';
  for (const std::string& topic : topics) {
    target += separator;
    target.append("topic=").append(http::percent_encode_component(topic));
    separator = '&';
  }
  return {origin_, std::move(target)};
}

std::string hub_url::shown() const {
  return auth::without_tokens(text());
}

}  // namespace sluice::client
