// What publishers ask of the hub.
#pragma once

#include "daemon/hub_parts.hpp"
#include "daemon/loop_worker.hpp"
#include "sluice/handler.hpp"

namespace sluice::daemon {

/// POST of an update. Completes when history holds it, with 200 and its id, or with the refusal.
awaitable<reply> answer_publish(const hub_parts& with, const request& what, loop_worker& on);

/// DELETE of topics, named by the query's `topic` parameters: their streams end behind what was
/// published before, and who comes back is told to stop (204). What is published to a topic
/// afterwards begins it anew. Needs the right to publish to each. Answers 204.
reply answer_topic_end(const hub_parts& with, const request& what);

}  // namespace sluice::daemon
