// What one line of the control socket asks for. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>

#include "sluice/update.hpp"
#include "sources/publisher.hpp"

namespace sluice::sources {

struct topic_end {
  std::string topic;

  friend bool operator==(const topic_end&, const topic_end&) = default;
};

/// What a line asks for, or why it asks for nothing.
using control_order = std::variant<update, topic_end, rejection>;

/// Reads `{"topic":"news"|["a","b"],"data":"text","private":true,"id":"…","type":"…","retry":5000}`
/// or `{"end":"news"}`. Every member of an update may be absent; whether it then can be published
/// is the publisher's to say. Refused with 400: what is not UTF-8 or not one JSON object; a member
/// that is unknown, given twice or of another type, because a slip must not publish something else;
/// and other members beside `end`. A retry time of zero counts as none.
///
/// Of more than `most_topics` topics one more is kept, which tells that there are too many. What is
/// held of a line is its texts: an array or object where none belongs ends the reading.
control_order read_control_line(std::string_view line, std::size_t most_topics);

}  // namespace sluice::sources
