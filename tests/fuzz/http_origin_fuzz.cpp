// Any text is an origin or is none; an origin has one normal form, and what a list answers for it
// is never more than the list says. The input is an Origin header, a line feed, and entries of a
// list, one a line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "http/cross_origin.hpp"
#include "http/head.hpp"

namespace {

using sluice::http::origin;
using sluice::http::origin_list;
using sluice::http::origin_match;

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (true) {
    const std::size_t end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return lines;
    text.remove_prefix(end + 1);
  }
}

void check_normal_form(const std::string& text) {
  const auto parsed = origin::try_parse(text);
  if (!parsed) return;
  require(origin::try_parse(parsed->text()) == parsed);
  require(origin::try_parse_url(text + "/path?query#fragment") == parsed);
  require(parsed->text().find_first_of("/?#@*\\ \r\n", parsed->scheme().size() + 3) ==
          std::string::npos);
  require(origin_list::try_parse({text}).value().match(parsed->text()) == origin_match::listed);
}

std::size_t count(const sluice::reply::header_list& in, std::string_view name,
                  std::string_view value) {
  std::size_t found = 0;
  for (const auto& header : in) found += header.first == name && header.second == value ? 1 : 0;
  return found;
}

void check_headers(const std::string& text, const origin_list& list) {
  const sluice::request req({{"HTTP_ORIGIN", text}}, "");
  sluice::reply::header_list headers;
  sluice::http::cross_origin(list).append_headers(headers, req);
  const std::size_t stars = count(headers, "Access-Control-Allow-Origin", "*");
  const std::size_t exact = count(headers, "Access-Control-Allow-Origin", text);
  const std::size_t credentials = count(headers, "Access-Control-Allow-Credentials", "true");
  const auto match = list.match(text);
  require(credentials == (match == origin_match::listed ? 1U : 0U));
  require(stars == (match == origin_match::any ? 1U : 0U));
  if (match == origin_match::listed) require(exact == 1 && origin::try_parse(text).has_value());
  require(count(headers, "Vary", "Origin") == (list.is_empty() ? 0U : 1U));
  // Throws when a value would break the head.
  sluice::http::stream_head(headers);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  std::vector<std::string> lines = lines_of({reinterpret_cast<const char*>(data), size_bytes});
  const std::string text = lines.front();
  lines.erase(lines.begin());

  check_normal_form(text);
  const auto list = origin_list::try_parse(lines);
  if (list) check_headers(text, *list);
  return 0;
}
