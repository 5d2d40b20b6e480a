#include "cli/control_socket.hpp"

#include <cerrno>
#include <cstring>
#include <system_error>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cli/worker_settings.hpp"

namespace sluice::cli {
namespace {

// A text converts to a problem too, so which of the two it is must be said.
using path_outcome = outcome<std::string>;

constexpr const char* where_to_name_it =
    "name it with --control PATH, SLUICE_CONTROL, or `control` in the configuration of the worker";

std::string advice_on(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such file; is `control` set to this path, and does the worker run?";
    case EACCES:
      return "permission denied; be in the socket's group (control-group), or ask for "
             "control-mode";
    case ECONNREFUSED:
      return "nobody listens on it; the worker does not run";
    case EAGAIN:
      return "too many programs wait for the worker; try again";
    case ENOTSOCK:
    case EPROTOTYPE:
      return "it is not the control socket of a worker";
    default:
      return std::generic_category().message(error);
  }
}

problem unreachable(const std::string& path, const std::string& why) {
  return {"cannot reach a worker at " + path + ": " + why};
}

}  // namespace

outcome<std::string> find_control_path(const control_way& by,
                                       const config::environment& variables) {
  if (by.path) return path_outcome(boost::system::in_place_value, *by.path);
  const auto settings = try_read_settings(by.configuration, variables);
  if (!settings) return problem{settings.error().sentence + "; --control PATH goes without it"};
  const std::string& path = settings->control;
  if (!path.empty()) return path_outcome(boost::system::in_place_value, path);
  return problem{std::string("the control socket is not known; ") + where_to_name_it};
}

outcome<int> try_connect_control(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) {
    return unreachable(path, "no socket has so long a path");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  const int made = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (made < 0) return unreachable(path, std::generic_category().message(errno));
  // On a unix socket connecting never takes time: it is done, or refused (unix(7)).
  if (::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
    return made;
  }
  const int error = errno;
  ::close(made);
  return unreachable(path, advice_on(error));
}

}  // namespace sluice::cli
