#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "base/clock.hpp"
#include "hub/frame.hpp"
#include "hub/interest.hpp"
#include "hub/reader.hpp"

namespace sluice::hub {

class audience;
class outlet;

/// What readers took. A value.
struct intake {
  std::size_t frames = 0;
  std::size_t bytes = 0;

  intake& operator+=(const intake& more) {
    frames += more.frames;
    bytes += more.bytes;
    return *this;
  }
};

/// What an audience hands out at a time, for one walk over its members.
struct batch {
  std::span<const frame> frames;
  /// Of each frame's update.
  std::span<const std::uint64_t> positions;
  /// Of all frames.
  std::size_t bytes;
  /// The position before the first of them.
  std::uint64_t head;
  time_point now;
};

/// One subscriber's place in the order of updates, as a guard: attached while it exists. It replays
/// from its position, then lives on what its audience gets, without a gap or a duplicate; when its
/// reader stops taking, it falls back to its position and catches up from the window. Loop's
/// thread.
class subscription final {
 public:
  /// Everything after `position` that `wanted` includes goes to `to`, beginning with `start`.
  subscription(outlet& from, const interest& wanted, std::uint64_t position, reader& to);
  ~subscription();
  subscription(const subscription&) = delete;
  subscription& operator=(const subscription&) = delete;

  void start() { catch_up(); }
  /// The reader has taken all that was written.
  void on_room() { catch_up(); }
  bool is_live() const { return is_live_; }
  /// How much has come for it since it stopped being live; 0 while it is.
  std::size_t behind_bytes() const { return behind_bytes_; }

 private:
  friend class audience;
  friend class outlet;
  friend class walk;

  /// New frames of its audience.
  intake take(const batch& next);
  void prepare(reader::turn when) const { reader_.prepare(when); }
  void end() {
    if (is_live_) reader_.on_ended();
  }
  void catch_up();
  void replay(std::span<const history::shared_entry> entries);
  void fall_behind(std::size_t bytes);

  // There are thousands of these: no backlog-limit and no crowd comes near 32 bits.
  reader& reader_;
  std::uint64_t position_;  // all up to here has been written, or was not wanted
  audience& audience_;
  std::uint32_t behind_bytes_ = 0;   // or the greatest number, when there are more
  std::uint32_t place_ = 0;          // among the members; the audience's
  std::uint32_t waiting_place_ = 0;  // among those that wait for a turn, from 1; the outlet's
  bool is_live_ = false;
};

}  // namespace sluice::hub
