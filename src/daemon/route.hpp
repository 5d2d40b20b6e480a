#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sluice/handler.hpp"

namespace sluice::daemon {

/// What answers one path. A value.
struct route {
  std::string path;
  std::variant<reply_handler, event_handler> handler;
};

/// The routes of a worker, fixed before it serves; every loop reads them.
class route_table final {
 public:
  /// `path` is the whole raw path. Throws std::invalid_argument when it is there already or does
  /// not begin with a slash.
  void add(std::string path, std::variant<reply_handler, event_handler> handler);

  /// Null when nothing answers `path`.
  const route* find(std::string_view path) const;

 private:
  std::vector<route> routes_;
};

}  // namespace sluice::daemon
