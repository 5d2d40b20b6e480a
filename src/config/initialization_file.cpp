#include "config/initialization_file.hpp"

#include <cerrno>
#include <fstream>
#include <system_error>

#include <sys/stat.h>

#include "base/text.hpp"
#include "config/table.hpp"

namespace sluice::config {
namespace {

// The example file with every option has a few KiB; a device or a log named by mistake has no end.
constexpr std::size_t longest_file_bytes = 1024 * 1024;
// The end of a line may be of another system's.
constexpr std::string_view blanks = " \t\r";

// `#` inside a word is part of it: URLs have fragments.
std::string_view without_comment(std::string_view line) {
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '#' && (line[i - 1] == ' ' || line[i - 1] == '\t')) return line.substr(0, i);
  }
  return line;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> all;
  for (const auto& each : options()) all.emplace_back(each.name);
  return all;
}

void take_line(std::string_view line, const std::string& where, reading& into) {
  line = trimmed(line, blanks);
  if (line.empty() || line.front() == '#' || line.front() == ';') return;
  if (line.front() == '[') {
    into.problems.push_back({where, "there are no sections; take the line out"});
    return;
  }
  const auto content = without_comment(line);
  const auto equals = content.find('=');
  if (equals == content.npos) {
    into.problems.push_back(
        {where, "\"" + printable(trimmed(content, blanks)) + "\" has no =; write name = value"});
    return;
  }
  const auto name = trimmed(content.substr(0, equals), blanks);
  const auto value = trimmed(content.substr(equals + 1), blanks);
  if (const auto* to = find_option(name)) {
    add_assignment(into, {to, std::string(value), where});
  } else {
    into.problems.push_back(
        {where, "no option \"" + printable(name) + "\"; " + advice_on(name, known_keys())});
  }
}

failure unreadable(const std::string& path, int code) {
  return {errc::file_unreadable, path + ": " + std::generic_category().message(code)};
}

}  // namespace

reading read_lines(std::string_view content, const std::string& path) {
  reading into;
  // Editors of one system write a byte order mark in front of UTF-8.
  if (content.starts_with("\xEF\xBB\xBF")) content.remove_prefix(3);
  for (std::size_t number = 1; !content.empty(); ++number) {
    const auto end = std::min(content.find('\n'), content.size());
    take_line(content.substr(0, end), path + ":" + std::to_string(number), into);
    content.remove_prefix(std::min(end + 1, content.size()));
  }
  return into;
}

result<std::string> read_content(const std::string& path) {
  if (path == "/dev/null") return std::string();  // the customary name for no file at all
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return unreadable(path, errno);
  // Opening a pipe would wait for its writer.
  if (S_ISDIR(status.st_mode)) return unreadable(path, EISDIR);
  if (!S_ISREG(status.st_mode)) return failure{errc::file_unreadable, path + ": not a file"};
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path, errno);
  std::string content(longest_file_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  if (file.bad()) return unreadable(path, EIO);
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > longest_file_bytes) return unreadable(path, EFBIG);
  return content;
}

}  // namespace sluice::config
