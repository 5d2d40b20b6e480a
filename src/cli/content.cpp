#include "cli/content.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

#include "base/descriptor.hpp"

namespace sluice::cli {
namespace {

failure unreadable(const std::string& name) {
  return {errc::file_unreadable, name + ": " + std::generic_category().message(errno)};
}

}  // namespace

result<std::string> try_read_to_end(int from, std::size_t limit_bytes, const std::string& name) {
  std::string content;
  char chunk[16 * 1024];
  for (;;) {
    const ssize_t got = ::read(from, chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return unreadable(name);
    if (got == 0) return content;
    content.append(chunk, static_cast<std::size_t>(got));
    if (content.size() <= limit_bytes) continue;
    return failure{errc::text_too_long,
                   name + ": at most " + std::to_string(limit_bytes) + " bytes are read"};
  }
}

result<std::string> try_read_file(const std::string& path, std::size_t limit_bytes) {
  const auto opened = try_open_file(path);
  if (!opened) return opened.error();
  const descriptor file(*opened);
  return try_read_to_end(file.number(), limit_bytes, path);
}

result<int> try_open_file(const std::string& path) {
  const int opened = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (opened < 0) return unreadable(path);
  return opened;
}

}  // namespace sluice::cli
