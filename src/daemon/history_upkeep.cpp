#include "daemon/history_upkeep.hpp"

#include <chrono>

namespace sluice::daemon {
namespace {

// The shortest history-age is a second; a look that finds nothing costs less than a microsecond.
constexpr auto interval = std::chrono::seconds(1);

}  // namespace

history_upkeep::history_upkeep(loop::event_loop& loop, hub::hub& of)
    : loop_(loop), hub_(of), check_(*this) {
  loop_.deadlines().set(check_, clock::now() + interval);
}

void history_upkeep::on_deadline(time_point now) {
  hub_.evict();
  loop_.deadlines().set(check_, now + interval);
}

}  // namespace sluice::daemon
