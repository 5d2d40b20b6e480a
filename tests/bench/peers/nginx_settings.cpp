#include "bench/peers/nginx_settings.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::bench {
namespace {

constexpr std::array<std::string_view, 6> blocks{"main",   "events",   "http",
                                                 "server", "location", "environment"};
// What every location of the shipped file begins with, but for those inside another.
constexpr std::string_view location_begins = "include fastcgi_params;";

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == text.npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t") + 1 - begin));
}

std::string name_of(std::string_view directive) {
  const std::string text = trimmed(directive);
  return text.substr(0, text.find_first_of(" \t;"));
}

nginx_line read_line(const std::string& text) {
  const std::size_t space = text.find(' ');
  const std::string block = text.substr(0, space);
  const bool is_known = std::find(blocks.begin(), blocks.end(), block) != blocks.end();
  if (!is_known || space == text.npos) {
    throw std::invalid_argument("not a block of nginx and a directive: " + text);
  }
  return {block, trimmed(text.substr(space))};
}

std::vector<std::string> directives_of(std::string_view block, const nginx_settings& settings) {
  std::vector<std::string> found;
  for (const nginx_line& each : settings.lines) {
    if (each.block == block) found.push_back(each.directive);
  }
  return found;
}

std::string without_same(const std::string& lines, const std::vector<std::string>& directives) {
  std::string kept;
  std::istringstream text(lines);
  for (std::string line; std::getline(text, line);) {
    const bool gives_way =
        std::any_of(directives.begin(), directives.end(), [&](const std::string& each) {
          return !name_of(line).empty() && name_of(line) == name_of(each);
        });
    if (!gives_way) kept += line + "\n";
  }
  return kept;
}

std::string joined(const std::vector<std::string>& directives) {
  std::string text;
  for (const std::string& each : directives) text += each + "\n";
  return text;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> nginx_settings::environment() const {
  std::vector<std::pair<std::string, std::string>> found;
  for (const std::string& each : directives_of("environment", *this)) {
    const std::size_t sign = each.find('=');
    found.emplace_back(each.substr(0, sign), sign == each.npos ? "" : each.substr(sign + 1));
  }
  return found;
}

std::vector<nginx_settings> read_nginx_settings(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::invalid_argument("cannot read " + path);
  std::vector<nginx_settings> found;
  for (std::string line; std::getline(file, line);) {
    const std::string text = trimmed(line);
    if (text.empty() || text.front() == '#') continue;
    if (text.front() == '[' && text.back() == ']') {
      found.push_back({text.substr(1, text.size() - 2)});
    } else if (found.empty()) {
      throw std::invalid_argument("no [name] stands before: " + text);
    } else {
      found.back().lines.push_back(read_line(text));
    }
  }
  return found;
}

std::string with_settings(const std::string& lines, std::string_view block,
                          const nginx_settings& settings) {
  const std::vector<std::string> directives = directives_of(block, settings);
  return without_same(lines, directives) + joined(directives);
}

std::string with_location_settings(const std::string& server, const nginx_settings& settings) {
  const std::vector<std::string> directives = directives_of("location", settings);
  std::string text = without_same(server, directives);
  const std::string added = "\n" + joined(directives);
  for (std::size_t at = 0; (at = text.find(location_begins, at)) != text.npos;) {
    at += location_begins.size();
    text.insert(at, added);
  }
  return text;
}

}  // namespace sluice::bench
