#pragma once

#include <functional>

#include "sluice/awaitable.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"
#include "sluice/stream.hpp"

namespace sluice {

/// An event route. Request and stream live until the coroutine ends. Returning ends the response
/// cleanly, and the browser comes back after its retry time; an escaped exception ends this stream
/// and is logged. Streams of one route may run on several threads (`--loops`).
using event_handler = std::function<awaitable<>(const request&, stream&)>;

/// A short route. Called on a loop's thread: it must not block.
using reply_handler = std::function<reply(const request&)>;

}  // namespace sluice
