#pragma once

#include <cstddef>
#include <span>

#include "hub/frame.hpp"

namespace sluice::hub {

/// The stream a subscription writes to. Loop's thread.
class reader {
 public:
  /// Writes frames in order, together, as far as there is room. Returns how many it took: the last
  /// of them whole, though some of its bytes may still wait. Those not taken are the caller's.
  virtual std::size_t write(std::span<const frame> frames) = 0;
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
