#include "http/origin.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace sluice::http {
namespace {

constexpr std::string_view scheme_mark = "://";
constexpr std::string_view wildcard_mark = "*.";

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// RFC 3986, section 3.1. Applications' schemes (capacitor, moz-extension) are origins too.
bool is_scheme(std::string_view text) {
  constexpr std::string_view marks = "+-.";
  return !text.empty() && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
         });
}

// An address between brackets, or labels with single dots between them.
bool is_host(std::string_view text) {
  if (text.starts_with('[')) {
    constexpr std::string_view allowed = "0123456789abcdefABCDEF:.";
    return text.size() > 2 && text.find_first_not_of(allowed, 1) == text.size() - 1 &&
           text.ends_with(']');
  }
  constexpr std::string_view marks = "-._";
  return !text.empty() && !text.starts_with('.') && text.find("..") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
         });
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  if (parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return port;
}

bool is_default_port(std::string_view scheme, std::uint16_t port) {
  return (scheme == "http" && port == 80) || (scheme == "https" && port == 443);
}

// No host starts with a dot, so what ends in one and a host has a label before it.
bool is_below(const origin& what, const origin& parent) {
  return what.scheme() == parent.scheme() && what.port() == parent.port() &&
         what.host().ends_with("." + parent.host());
}

}  // namespace

origin::origin(std::string scheme, std::string host, std::optional<std::uint16_t> port)
    : scheme_(std::move(scheme)), host_(std::move(host)), port_(port) {}

std::optional<origin> origin::try_parse(std::string_view text) {
  const std::size_t mark = text.find(scheme_mark);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::string scheme = lower(text.substr(0, mark));
  std::string_view host = text.substr(mark + scheme_mark.size());
  std::optional<std::uint16_t> port;
  // The colons of an address between brackets are not the port's.
  const std::size_t host_end = host.starts_with('[') ? host.find(']') : 0;
  const std::size_t colon = host.find(':', std::min(host_end, host.size()));
  if (colon != std::string_view::npos) {
    port = parse_port(host.substr(colon + 1));
    if (!port) return std::nullopt;
    host = host.substr(0, colon);
  }
  if (!is_scheme(scheme) || !is_host(host)) return std::nullopt;
  if (port && is_default_port(scheme, *port)) port.reset();
  return origin(scheme, lower(host), port);
}

std::optional<origin> origin::try_parse_url(std::string_view url) {
  const std::size_t mark = url.find(scheme_mark);
  if (mark == std::string_view::npos) return std::nullopt;
  return try_parse(url.substr(0, url.find_first_of("/?#", mark + scheme_mark.size())));
}

std::string origin::text() const {
  std::string out = scheme_;
  out.append(scheme_mark).append(host_);
  if (port_) out.append(":").append(std::to_string(*port_));
  return out;
}

std::optional<origin> source_origin(const request& what) {
  if (const auto stated = what.header("Origin")) return origin::try_parse(*stated);
  if (const auto referer = what.header("Referer")) return origin::try_parse_url(*referer);
  return std::nullopt;
}

result<origin_list> origin_list::try_parse(const std::vector<std::string>& entries) {
  origin_list list;
  for (const std::string& entry : entries) {
    if (entry == "*") {
      list.has_any_ = true;
      continue;
    }
    std::string text = entry;
    const std::size_t wildcard = entry.find(std::string(scheme_mark).append(wildcard_mark));
    const bool is_wildcard = wildcard != std::string::npos;
    if (is_wildcard) text.erase(wildcard + scheme_mark.size(), wildcard_mark.size());
    const auto parsed = origin::try_parse(text);
    if (!parsed) {
      return failure{errc::option_invalid,
                     "\"" + printable(entry) +
                         "\" is not an origin; write scheme://host, scheme://host:port, "
                         "scheme://*.host or *, without a path"};
    }
    (is_wildcard ? list.below_ : list.exact_).push_back(*parsed);
  }
  return list;
}

origin_match origin_list::match(const origin& what) const {
  const bool is_listed = std::find(exact_.begin(), exact_.end(), what) != exact_.end() ||
                         std::any_of(below_.begin(), below_.end(),
                                     [&](const origin& parent) { return is_below(what, parent); });
  if (is_listed) return origin_match::listed;
  return has_any_ ? origin_match::any : origin_match::none;
}

origin_match origin_list::match(std::string_view text) const {
  const auto parsed = origin::try_parse(text);
  if (parsed) return match(*parsed);
  return has_any_ ? origin_match::any : origin_match::none;
}

}  // namespace sluice::http
