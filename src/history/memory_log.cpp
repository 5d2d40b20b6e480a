#include "history/memory_log.hpp"

namespace sluice::history {

result<> memory_log::load(const limits&, wall_time, const replay_sink&) {
  return {};
}

void memory_log::append(update, wall_time, completion on_done) {
  if (is_closed_) {
    on_done(failure{errc::history_unavailable, "closed"});
  } else {
    on_done({});
  }
}

void memory_log::close() {
  is_closed_ = true;
}

}  // namespace sluice::history
