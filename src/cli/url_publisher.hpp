#pragma once

#include <string>

#include "cli/publish_arguments.hpp"
#include "cli/publish_run.hpp"

namespace sluice::cli {

/// Publishes by POST with a bearer token, one update at a time over one connection. Borrows the way
/// and the run.
class url_publisher final {
 public:
  url_publisher(const url_way& way, publish_run& run) : way_(way), run_(run) {}
  url_publisher(const url_publisher&) = delete;
  url_publisher& operator=(const url_publisher&) = delete;

  /// Publishes all of the run's input; waits where the answer asks for it. Returns the exit code: a
  /// web server that cannot be reached is `exit_unreachable`, a token that cannot be read
  /// `exit_usage`.
  int publish_all();

 private:
  const url_way& way_;
  publish_run& run_;
};

}  // namespace sluice::cli
