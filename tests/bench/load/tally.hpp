#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/load/histogram.hpp"

namespace sluice::bench {

/// What the subscribers of one audience had, all together. A value.
struct tally {
  histogram latency;  // from the publisher's call to the subscriber's read
  std::size_t deliveries = 0;
  std::size_t live = 0;       // streams whose head has come, and that have not ended
  std::size_t ended = 0;      // streams that the server ended
  std::size_t refused = 0;    // answers that are no stream
  std::size_t disorders = 0;  // events that were doubled or out of their publisher's order
  std::string first_refusal;  // its first line
};

}  // namespace sluice::bench
