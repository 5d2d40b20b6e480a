#include "cli/control_socket.hpp"

#include <cerrno>

#include "cli/worker_settings.hpp"
#include "client/worker_connection.hpp"

namespace sluice::cli {
namespace {

// A text converts to a problem too, so which of the two it is must be said.
using path_outcome = outcome<std::string>;

// Where the package's socket unit opens it, and where the shipped recipes look.
constexpr const char* usual_path = "/run/sluice/control.sock";

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
      return {};
  }
}

}  // namespace

outcome<std::string> find_control_path(const control_way& by,
                                       const config::environment& variables) {
  if (by.path) return path_outcome(boost::system::in_place_value, *by.path);
  const auto settings = try_read_settings(by.configuration, variables);
  if (!settings) return problem{settings.error().sentence + "; --control PATH goes without it"};
  const std::string& path = settings->control;
  return path_outcome(boost::system::in_place_value, path.empty() ? usual_path : path);
}

outcome<descriptor> try_connect_control(const std::string& path) {
  return client::try_connect_path(path, advice_on);
}

}  // namespace sluice::cli
