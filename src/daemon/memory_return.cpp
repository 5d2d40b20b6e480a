#include "daemon/memory_return.hpp"

#include <algorithm>
#include <chrono>

#include <malloc.h>

#include "base/log.hpp"

namespace sluice::daemon {
namespace {

constexpr auto check_interval = std::chrono::seconds(1);
// Some four megabytes of streams; for less a walk over the heaps is not worth it.
constexpr std::size_t crowd = 1000;

}  // namespace

memory_return::memory_return(loop::event_loop& loop, const budget& connections)
    : loop_(loop), connections_(connections), check_(*this) {
  loop_.deadlines().set(check_, clock::now() + check_interval);
}

void memory_return::on_deadline(time_point now) {
  const std::size_t open = connections_.taken();
  most_since_ = std::max(most_since_, open);
  // Only when most have left: the walk takes milliseconds, and then few are there to notice.
  if (most_since_ >= crowd && open < most_since_ / 4) {
    most_since_ = open;
    ::malloc_trim(0);
    log::debug("gave memory back in {} ms",
               std::chrono::duration<double, std::milli>(clock::now() - now).count());
  }
  loop_.deadlines().set(check_, now + check_interval);
}

}  // namespace sluice::daemon
