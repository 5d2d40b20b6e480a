#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "session/session.hpp"
#include "sluice/handler.hpp"

namespace sluice::daemon {

class loop_worker;

/// What one stream of the daemon's own needs while it is open. Loop's thread.
class open_stream {
 public:
  virtual ~open_stream() = default;
  /// The reader has taken all that was sent.
  virtual void on_room() = 0;
  /// How much has come for the reader that it cannot take yet.
  virtual std::size_t behind_bytes() const = 0;
};

/// Opens a stream of the daemon's own, which may use all of the session and its loop's worker, or
/// sends another answer and returns null. HEAD comes here too, and is answered by the head alone.
/// What it returns ends before the session. No coroutine: a
/// stream that only waits needs no frame, and thousands of them wait.
using stream_opener =
    std::function<std::unique_ptr<open_stream>(const request&, session::session&, loop_worker&)>;

/// An answer that takes time, to a request that may have a body. The request lives until the
/// coroutine ends.
using answer_handler = std::function<awaitable<reply>(const request&, loop_worker&)>;

using any_handler = std::variant<reply_handler, event_handler, stream_opener, answer_handler>;

/// `tree` is a path and all paths below it.
enum class path_reach { one, tree };

/// What answers one path and method. A value.
struct route {
  std::string path;
  any_handler handler;
  /// GET stands for HEAD too.
  std::string method = "GET";
  path_reach reach = path_reach::one;
  /// Where another route has the same path and method, this one answers the requests that have
  /// this query parameter, and the other those that have not.
  std::string parameter = {};
};

/// The routes of a worker, fixed before it serves; every loop reads them.
class route_table final {
 public:
  /// `added.path` is the whole raw path. Throws std::invalid_argument when path, method and
  /// parameter are there already, or the path does not begin with a slash.
  void add(route added);
  /// Whether a route of just that path was added.
  bool has(std::string_view path) const;

  struct match {
    /// Null when nothing answers this method.
    const route* found;
    /// The methods that the path has, as the Allow header lists them; empty when it has none.
    std::string allowed;
  };
  match find(const request& what) const;

 private:
  std::vector<route> routes_;
};

}  // namespace sluice::daemon
