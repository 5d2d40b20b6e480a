// Which pages of other origins may read our answers (Fetch, "CORS protocol"). Pure.
#pragma once

#include <optional>
#include <utility>

#include "http/origin.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::http {

/// Says in response headers what a list of origins allows. A value.
///
///     reply::header_list extra;
///     cors.append_headers(extra, req);
///     auto head = stream_head(extra);
///
/// An origin with an entry of its own is answered exactly and may send cookies; one that only `*`
/// allows is answered `*` and may not; all others get no allowing header, so the browser refuses.
/// Every answer, errors too, needs them: without, the page sees no status. `Vary: Origin` comes
/// with each as soon as any origin is allowed, also to requests without one, because caches keep
/// both.
class cross_origin final {
 public:
  explicit cross_origin(origin_list allowed) : allowed_(std::move(allowed)) {}

  void append_headers(reply::header_list& to, const request& of) const;
  /// `answer` with the headers appended.
  reply with_headers(reply answer, const request& to) const;

  /// The answer to a preflight, 204; absent when `what` is none. It needs no token, because
  /// browsers send none with it, and looks the same on every route. From an origin that is not
  /// allowed it is a 204 that allows nothing.
  std::optional<reply> preflight(const request& what) const;

 private:
  origin_list allowed_;
};

}  // namespace sluice::http
