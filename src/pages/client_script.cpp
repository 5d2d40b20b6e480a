#include "pages/client_script.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/version.hpp"
#include "pages/assets.hpp"

namespace sluice::pages {
namespace {

constexpr std::string_view line_comment = "//";

// The parts share one scope, which is not the page's.
constexpr std::string_view beginning =
    "// sluice's script: src/pages/assets/sluice.js says how it is used.\n"
    "(function () {\n\"use strict\";\n";
constexpr std::string_view ending = "})();\n";

// One line of a part as it is served: comments and indentation are for who reads the source, and
// half of the bytes.
void append_line(std::string& to, std::string_view line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  if (line.empty() || line.starts_with(line_comment)) return;
  to += line;
  to += '\n';
}

void append_part(std::string& to, std::string_view part) {
  while (!part.empty()) {
    const std::size_t end = std::min(part.find('\n'), part.size());
    append_line(to, part.substr(0, end));
    part.remove_prefix(std::min(end + 1, part.size()));
  }
}

std::string assemble() {
  std::string all(beginning);
  for (const std::string_view part : {client_parser_js, client_stream_js, client_sharing_js,
                                      sluice_js, client_lifecycle_js, client_elements_js}) {
    append_part(all, part);
  }
  return all += ending;
}

// FNV-1a: another script is to have another version, and nobody gains by making two alike.
std::string version_of(std::string_view text) {
  constexpr std::uint64_t offset_basis = 14695981039346656037U;
  constexpr std::uint64_t prime = 1099511628211U;
  constexpr char digits[] = "0123456789abcdef";
  std::uint64_t hash = offset_basis;
  for (const char each : text) hash = (hash ^ static_cast<unsigned char>(each)) * prime;
  std::string version;
  for (int shift = 60; shift >= 0; shift -= 4) version += digits[(hash >> shift) & 0xFU];
  return version;
}

}  // namespace

reply client_script(const request& what) {
  static const std::string script = assemble();
  static const std::string version = version_of(script);
  const std::string tag = '"' + version + '"';
  const bool is_immutable = what.query("v") == version;
  const char* const caching = is_immutable ? "public, max-age=31536000, immutable" : "no-cache";
  const char* const content_type = "text/javascript; charset=utf-8";
  reply answer = http::has_version(what, tag) ? reply(304, content_type, std::string())
                                              : reply(200, content_type, script);
  return answer.header("Cache-Control", caching).header("ETag", tag);
}

}  // namespace sluice::pages
