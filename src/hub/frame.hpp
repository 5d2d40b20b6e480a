#pragma once

#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "history/entry.hpp"
#include "sluice/update.hpp"

namespace sluice::hub {

/// An update as the bytes that go to a web server, made once and shared by every loop and every
/// subscriber it is sent to.
using frame = std::shared_ptr<const std::string>;

/// Makes the bytes. Given by the composition root, since the hub knows neither event streams nor
/// FastCGI. Any thread.
using frame_maker = std::function<std::string(const update&)>;

/// One update on its way to the subscribers. A value.
struct delivery {
  history::shared_entry entry;
  frame bytes;
  /// When history had taken it.
  time_point held;
};

/// Nothing more comes for this topic, behind what was published before. A value.
struct topic_end {
  std::string topic;
};

/// What an outlet hears of.
using news = std::variant<delivery, topic_end>;

}  // namespace sluice::hub
