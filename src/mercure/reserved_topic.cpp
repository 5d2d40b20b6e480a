#include "mercure/reserved_topic.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "http/form.hpp"

namespace sluice::mercure {
namespace {

// WHATWG's URL parser has rules for these that others have not: a backslash is a slash and, but for
// files, any number of slashes leads to the host.
constexpr std::array<std::string_view, 6> special_schemes = {"http", "https", "ws",
                                                             "wss",  "ftp",   "file"};

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The length of "scheme:" (RFC 3986, section 3.1), 0 when there is none.
std::size_t scheme_length(std::string_view url) {
  constexpr std::string_view marks = "+-.";
  if (url.empty() || !is_letter(url.front())) return 0;
  for (std::size_t i = 1; i < url.size(); ++i) {
    const char c = url[i];
    if (c == ':') return i + 1;
    if (!is_letter(c) && !(c >= '0' && c <= '9') && marks.find(c) == marks.npos) return 0;
  }
  return 0;
}

bool is_special(std::string_view scheme) {
  return std::any_of(special_schemes.begin(), special_schemes.end(),
                     [&](std::string_view each) { return equals_ignoring_case(scheme, each); });
}

bool is_unreserved(char c) {
  constexpr std::string_view marks = "-._~";
  return is_letter(c) || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
}

// `%41` is `A` wherever it stands, but `%2F` is not a slash.
std::string decode_unreserved(std::string_view segment) {
  std::string out;
  for (std::size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] == '%' && i + 2 < segment.size()) {
      const std::string byte = http::percent_decode(segment.substr(i, 3));
      if (byte.size() == 1 && is_unreserved(byte.front())) {
        out += byte;
        i += 2;
        continue;
      }
    }
    out += segment[i];
  }
  return out;
}

// RFC 3986, section 5.2.4. `path` begins with a slash.
std::string resolve(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    std::string segment = decode_unreserved(path.substr(0, end));
    path.remove_prefix(end);
    const bool is_last = path.empty();
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
      segment.clear();
    } else if (segment != ".") {
      segments.push_back(std::move(segment));
      continue;
    }
    if (is_last) segments.emplace_back();
  }
  std::string out;
  for (const std::string& each : segments) out.append("/").append(each);
  return out;
}

bool is_below(std::string_view path, std::string_view hub_path) {
  if (!path.starts_with('/')) return false;
  const std::string resolved = resolve(path.substr(0, path.find_first_of("?#")));
  const std::string hub = resolve(hub_path);
  return resolved == hub || resolved.starts_with(hub + '/');
}

// What stands behind the host, which `rest` begins with.
std::string_view behind_host(std::string_view rest) {
  return rest.substr(std::min(rest.find_first_of("/?#"), rest.size()));
}

std::string_view behind_slashes(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of('/'), text.size()));
}

// URL parsers strip blanks and controls at both ends.
std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_reserved_topic(std::string_view topic, std::string_view hub_path) {
  std::string url(trim(topic));
  const std::size_t scheme_end = scheme_length(url);
  const bool has_scheme = scheme_end != 0;
  const std::string scheme = url.substr(0, has_scheme ? scheme_end - 1 : 0);
  // A reference without a scheme is resolved against the hub's URL, whose scheme is special.
  const bool has_special_rules = !has_scheme || is_special(scheme);
  if (has_special_rules) {
    const std::size_t end = std::min(url.find_first_of("?#"), url.size());
    std::replace(url.begin(), url.begin() + static_cast<std::ptrdiff_t>(end), '\\', '/');
  }
  const std::string_view rest = std::string_view(url).substr(scheme_end);
  if (!has_special_rules || equals_ignoring_case(scheme, "file")) {
    return is_below(rest.starts_with("//") ? behind_host(rest.substr(2)) : rest, hub_path);
  }
  // "https:/x" is a path where the hub itself is at https, and the host x where it is not.
  const bool has_two_slashes = rest.starts_with("//");
  return ((has_two_slashes || has_scheme) &&
          is_below(behind_host(behind_slashes(rest)), hub_path)) ||
         (!has_two_slashes && is_below(rest, hub_path));
}

}  // namespace sluice::mercure
