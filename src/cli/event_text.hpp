// Events as `tail` writes them. Pure.
#pragma once

#include <string>

#include "sse/parser.hpp"

namespace sluice::cli {

enum class event_format {
  plain,  // the data alone
  json,   // an object a line: id, type, data
};

/// With a line end. `last_event_id` stands for the message's own, which a new stream resets.
std::string event_text(const sse::message& what, const std::string& last_event_id, event_format as);

}  // namespace sluice::cli
