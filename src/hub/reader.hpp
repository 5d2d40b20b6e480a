#pragma once

#include <cstddef>
#include <span>

#include "hub/frame.hpp"

namespace sluice::hub {

/// The stream a subscription writes to. Loop's thread. Nothing here may end a subscription: an
/// audience is walked over meanwhile.
class reader {
 public:
  /// How soon a reader is written to in a walk over many. What `write` touches is found in two
  /// steps, the second by what the first one fetched.
  enum class turn { after_next, next };

  /// Asks the processor to fetch what `write` touches, without waiting for it.
  virtual void prepare(turn /*when*/) const {}
  /// Writes frames in order, together, as far as there is room, and none where something waits.
  /// Returns how many it took: the last of them whole, though some of its bytes may still wait.
  /// Those not taken are the caller's. `now` is when this happens.
  virtual std::size_t write(std::span<const frame> frames, time_point now) = 0;
  /// False while what was written has not been taken; `subscription::on_room` is due after it.
  virtual bool has_room() const = 0;
  /// Some updates it should have had are no longer held; what follows goes on after the hole.
  virtual void on_gap() = 0;
  /// It has fallen further behind than the limit: the stream is to be ended. Not from inside.
  virtual void on_behind() = 0;
  /// It has had all there is, and nothing is to come: the stream is to be finished. Not from
  /// inside.
  virtual void on_ended() = 0;

 protected:
  ~reader() = default;
};

}  // namespace sluice::hub
