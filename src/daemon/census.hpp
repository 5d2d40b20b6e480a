// What a look at the streams of one loop, or of all, finds. Values.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "hub/interest.hpp"

namespace sluice::daemon {

/// A stream whose reader does not keep up.
struct slow_stream {
  std::string address;
  std::size_t behind_bytes = 0;
};

/// Those who want the same.
struct crowd {
  /// The selectors, with a blank between.
  std::string wanted;
  std::size_t streams = 0;
};

struct census {
  // Of the slowest streams and the largest crowds: what a person takes in at a glance.
  static constexpr std::size_t most_listed = 10;

  std::size_t streams = 0;
  std::size_t streams_behind = 0;
  std::size_t queued_bytes = 0;
  std::size_t audiences = 0;
  // The first is the slowest, and the largest.
  std::vector<slow_stream> slowest;
  std::vector<crowd> largest;

  /// These list it if it belongs to the first `most_listed`.
  void add_slow(const std::string& address, std::size_t behind_bytes);
  void add_crowd(const hub::interest& wanted, std::size_t members);

  /// Adds another loop's. A crowd that is among the first of one loop only counts there only.
  void add(const census& other);

 private:
  void add_crowd(crowd one);
};

}  // namespace sluice::daemon
