#include "daemon/live_stream.hpp"

#include <exception>
#include <utility>
#include <variant>

#include "base/log.hpp"
#include "base/text.hpp"
#include "daemon/loop_worker.hpp"

namespace sluice::daemon {

// Every open stream has one: "Memory of a stream" in tests/bench/RESULTS.md counts its bytes.
static_assert(sizeof(live_stream) <= 192);

live_stream::live_stream(fcgi::connection& from, loop_worker& on, const route& where,
                         stream_place place)
    : on_(on), where_(where), place_(std::move(place)), session_(from, on.sessions(), *this) {}

void live_stream::open(const request& what) {
  auto why = session::ending::handler_returned;
  try {
    open_ = std::get<stream_opener>(where_.handler)(what, session_, on_);
  } catch (const std::exception& error) {
    log::error("the event route {} failed: {}; the stream to {} is ended", where_.path,
               error.what(), printable(place_.address()));
    why = session::ending::handler_failed;
  }
  if (!open_) session_.close(why);
}

void live_stream::on_room() {
  if (open_) open_->on_room();
}

void live_stream::on_over() {
  log::debug("stream {} to {} ended: {}", where_.path, printable(place_.address()),
             session::describe(*session_.why_over()));
  on_.count_end(*session_.why_over());
  on_.bury(*this);
}

}  // namespace sluice::daemon
