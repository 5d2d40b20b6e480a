// Updates and events as the bytes of FastCGI records for request id 1.
#pragma once

#include <string>

#include "sluice/event.hpp"
#include "sluice/update.hpp"

namespace sluice::daemon {

std::string event_frame(const event& what);
/// Throws invalid_event for texts that the publish route would have refused.
std::string update_frame(const update& what);

}  // namespace sluice::daemon
