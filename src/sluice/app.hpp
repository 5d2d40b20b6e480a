#pragma once

#include <memory>
#include <string>

#include "sluice/handler.hpp"

namespace sluice {

/// A FastCGI worker: routes, then `run`. Paths are below the base path (`--base-path`, default
/// /sluice), so `events("/events", …)` answers /sluice/events. `/probe` is there for
/// `sluice doctor` and `/healthz` for whatever watches the worker, unless routes take their places.
///
///     sluice::app app;
///     app.page("/page", html);
///     app.events("/events", counter);
///     return app.run(argc, argv);
class app final {
 public:
  app();
  ~app();
  app(const app&) = delete;
  app& operator=(const app&) = delete;

  /// A fixed HTML document.
  app& page(std::string path, std::string html);
  /// A fixed script.
  app& script(std::string path, std::string source);
  /// Any short answer to GET and HEAD.
  app& get(std::string path, reply_handler handler);
  /// An event stream.
  app& events(std::string path, event_handler handler);

  /// Reads options (argv, environment, file), serves until SIGTERM or SIGINT, drains. Returns the
  /// process's exit code: 0 stopped as asked, 2 usage or configuration, 3 could not listen.
  int run(int argc, char** argv);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

}  // namespace sluice
