#include "doctor/audit_log.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

#include <sys/klog.h>

namespace sluice::doctor {
namespace {

// A refused connect writes some 400 bytes; a mebibyte holds thousands.
constexpr std::streamoff most_bytes = 1024 * 1024;
constexpr std::chrono::hours recent{24};
// A site that is refused is refused again by its next visitor.
constexpr std::chrono::minutes fresh{10};
constexpr std::array usual_files = {"/var/log/audit/audit.log", "/var/log/kern.log",
                                    "/var/log/messages"};
// syslog(2): SYSLOG_ACTION_READ_ALL, SYSLOG_ACTION_SIZE_BUFFER.
constexpr int read_all = 3;
constexpr int size_buffer = 10;

std::optional<std::string> try_read_end(const std::string& path) {
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  if (!file) return std::nullopt;
  const std::streamoff size = file.tellg();
  if (size < 0) return std::nullopt;
  const std::streamoff wanted = std::min(size, most_bytes);
  std::string text(static_cast<std::size_t>(wanted), '\0');
  file.seekg(size - wanted);
  file.read(text.data(), wanted);
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::optional<std::string> try_read_kernel() {
  const int size = ::klogctl(size_buffer, nullptr, 0);
  if (size <= 0) return std::nullopt;
  std::string text(static_cast<std::size_t>(size), '\0');
  const int got = ::klogctl(read_all, text.data(), size);
  if (got < 0) return std::nullopt;
  text.resize(static_cast<std::size_t>(got));
  return text;
}

}  // namespace

std::vector<denial> denials_in(std::string_view text, std::chrono::seconds since) {
  std::vector<denial> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    auto each = try_read_denial(text.substr(0, end));
    if (each && each->at >= since) found.push_back(std::move(*each));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

audit_reading read_audit_log(const std::string& file) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
      std::chrono::system_clock::now().time_since_epoch());
  if (!file.empty()) {
    const auto text = try_read_end(file);
    if (!text) return {};
    return {file, denials_in(*text, std::chrono::seconds::min()), now - fresh};
  }
  const auto since = now - recent;
  for (const char* const each : usual_files) {
    if (const auto text = try_read_end(each)) return {each, denials_in(*text, since), now - fresh};
  }
  if (const auto text = try_read_kernel()) {
    return {kernel_log, denials_in(*text, since), now - fresh};
  }
  return {};
}

}  // namespace sluice::doctor
