#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/clock.hpp"
#include "hub/frame.hpp"
#include "hub/interest.hpp"
#include "hub/subscription.hpp"

namespace sluice::hub {

/// The subscribers of one loop that have the same interest: an update is matched once for all of
/// them. Loop's thread.
class audience final {
 public:
  explicit audience(interest wanted) : wanted_(std::move(wanted)) {}
  audience(const audience&) = delete;
  audience& operator=(const audience&) = delete;

  const interest& wanted() const { return wanted_; }
  bool is_empty() const { return members_.empty(); }
  std::size_t size() const { return members_.size(); }
  bool has_collected() const { return !frames_.empty(); }

  /// Takes an update up into what the next `hand_out` gives to the members. False when it has it
  /// already, or does not want it.
  bool collect(const delivery& next);
  /// Gives the members what was collected, together, at `now`. `head` is the position before the
  /// first. Returns what they took.
  intake hand_out(std::uint64_t head, time_point now);
  /// Tells the members that all they want has ended. Those that are behind learn it when they have
  /// caught up.
  void end();

 private:
  friend class subscription;

  void add(subscription& one);
  /// The last member takes its place.
  void remove(subscription& one);

  interest wanted_;
  std::vector<subscription*> members_;
  std::vector<frame> frames_;
  std::vector<std::uint64_t> positions_;
  std::size_t bytes_ = 0;
};

}  // namespace sluice::hub
