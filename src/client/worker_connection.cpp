#include "client/worker_connection.hpp"

#include <cerrno>
#include <chrono>
#include <system_error>
#include <utility>

#include "client/connection_attempt.hpp"

namespace sluice::client {
namespace {

// Behind lost packets TCP tries again after 1, 3 and 7 seconds.
constexpr auto connect_limit = std::chrono::seconds(10);

std::string advice_on(int error) {
  switch (error) {
    case ENOENT:
      return "there is no such socket; does the worker run, with this --socket?";
    case EACCES:
      return "permission denied; be in the socket's group (socket-group)";
    case ECONNREFUSED:
      return "nobody listens there; the worker does not run";
    default:
      return {};
  }
}

std::string reason_of(const connection_attempt& failed, connect_advice advice) {
  if (!failed.trouble.empty()) return failed.trouble;
  if (failed.error == ENAMETOOLONG) return "no socket has so long a path";
  const std::string words = advice(failed.error);
  return words.empty() ? std::generic_category().message(failed.error) : words;
}

outcome<descriptor> outcome_of(connection_attempt made, const std::string& address,
                               connect_advice advice) {
  if (made.connected.is_open()) return std::move(made.connected);
  return problem{"cannot reach " + address + ": " + reason_of(made, advice)};
}

}  // namespace

outcome<descriptor> try_connect_worker(const std::string& address) {
  return outcome_of(attempt_connection(address, connect_limit), address, advice_on);
}

outcome<descriptor> try_connect_path(const std::string& path, connect_advice advice) {
  return outcome_of(attempt_path(path, connect_limit), path, advice);
}

}  // namespace sluice::client
