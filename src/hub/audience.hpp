#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.hpp"
#include "hub/frame.hpp"
#include "hub/interest.hpp"
#include "hub/subscription.hpp"

namespace sluice::hub {

class outlet;

/// The subscribers of one loop that have the same interest: an update is matched once for all of
/// them. Loop's thread.
class audience final {
 public:
  audience(outlet& of, interest wanted) : outlet_(of), wanted_(std::move(wanted)) {}
  audience(const audience&) = delete;
  audience& operator=(const audience&) = delete;

  outlet& of() const { return outlet_; }
  const interest& wanted() const { return wanted_; }
  bool is_empty() const { return members_.empty(); }
  std::size_t size() const { return members_.size(); }
  std::span<subscription* const> members() const { return members_; }
  bool has_collected() const { return !frames_.empty(); }

  /// Takes an update up that the members want and may have, to be handed out to them together with
  /// others; not a second time.
  void collect(const delivery& next);
  /// What was collected, to be handed out at `now`. `head` is the position before the first. Valid
  /// until the next `collect`.
  batch collected(std::uint64_t head, time_point now) const;
  void forget_collected();
  /// Tells the members that all they want has ended. Those that are behind learn it when they have
  /// caught up.
  void end();

 private:
  friend class subscription;

  void add(subscription& one);
  /// The last member takes its place.
  void remove(subscription& one);

  outlet& outlet_;
  interest wanted_;
  std::vector<subscription*> members_;
  std::vector<frame> frames_;
  std::vector<std::uint64_t> positions_;
  std::size_t bytes_ = 0;
};

}  // namespace sluice::hub
