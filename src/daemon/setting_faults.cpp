#include "daemon/setting_faults.hpp"

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

#include <grp.h>
#include <unistd.h>

#include "auth/algorithm.hpp"
#include "auth/key_file.hpp"
#include "http/origin.hpp"

namespace sluice::daemon {
namespace {

using faults = std::vector<std::string>;

void add(faults& to, std::string_view option, const std::string& why) {
  to.push_back(std::string(option) + ": " + why);
}

void check_keys(std::string_view option, const std::vector<std::string>& files,
                const std::string& algorithm, faults& found) {
  for (const std::string& each : files) {
    const auto read = auth::try_read_key(auth::try_parse_algorithm(algorithm).value(), each);
    if (!read) add(found, option, read.error().message());
  }
}

void check_origins(std::string_view option, const std::vector<std::string>& entries,
                   faults& found) {
  for (const std::string& each : entries) {
    const auto parsed = http::origin_list::try_parse({each});
    if (!parsed) add(found, option, parsed.error().message());
  }
}

void check_group(std::string_view option, const std::string& name, faults& found) {
  if (name.empty() || ::getgrnam(name.c_str()) != nullptr) return;
  add(found, option, failure{errc::socket_group_unknown, name}.message());
}

// Without making the file: whoever checks may be another user than the worker.
void check_log_file(const std::string& path, faults& found) {
  if (path.empty() || ::access(path.c_str(), W_OK) == 0) return;
  const int error = errno;
  const std::string folder = path.substr(0, std::max<std::size_t>(path.rfind('/'), 1));
  if (error == ENOENT && ::access(folder.c_str(), W_OK | X_OK) == 0) return;
  const std::string why = std::generic_category().message(errno);
  add(found, "log-file", failure{errc::file_unwritable, path + ": " + why}.message());
}

}  // namespace

std::vector<std::string> find_faults(const config::settings& settings) {
  faults found;
  const bool has_file = std::ranges::any_of(
      settings.sockets, [](const std::string& each) { return each.starts_with('/'); });
  if (has_file) check_group("socket-group", settings.socket_group, found);
  if (!settings.control.empty()) check_group("control-group", settings.control_group, found);
  check_keys("publisher-key", settings.publisher_keys, settings.publisher_algorithm, found);
  check_keys("subscriber-key", settings.subscriber_keys, settings.subscriber_algorithm, found);
  check_origins("cors-origin", settings.cors_origins, found);
  check_origins("publish-origin", settings.publish_origins, found);
  check_log_file(settings.log_file, found);
  return found;
}

}  // namespace sluice::daemon
