// The pattern in which the frames of a probe came. Pure.
//
// A busy machine makes single frames late; a wrong server makes the same thing of every frame. So
// patterns are judged and not the latest frame, and a pattern that is wrong counts only when it
// comes each time.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>

#include "base/clock.hpp"
#include "doctor/stream_record.hpp"

namespace sluice::doctor {

enum class pattern {
  prompt,    // each as it left, but for a few
  delayed,   // all late by the same
  held,      // in lumps
  buffered,  // all together
  cut,       // not all came
  uneven,    // late, and none of these
  at_times,  // of several tries: some buffered or cut, and one prompt
};

/// A value.
struct pace {
  pattern how = pattern::prompt;
  /// Of all frames but the first: the middle one's delay.
  clock::duration delay{};
  /// The first frame's delay.
  clock::duration first_delay{};
  /// How many times something came.
  std::size_t lumps = 0;
};

/// Below it a delay is none: HAProxy without `option http-no-delay` adds 200 ms, and a machine with
/// ten processes waiting for each core adds up to 100. The way itself may vary by half of what it
/// takes.
clock::duration shortest_delay(clock::duration round_trip);

pace judge_pace(const stream_record& of);
/// Not what a busy machine makes of frames, unless it stands still.
bool is_collected_or_cut(const pace& what);

/// How far apart frames leave so that a wait for one other shows by such a way; within what the
/// probe route takes.
std::chrono::milliseconds telling_interval(clock::duration round_trip);

/// Whether no further probe of the same is needed: one was prompt, or three were wrong in the same
/// clear way, or five were not. A wrong server is wrong each time; a busy machine is not busy five
/// times in the same way.
bool is_settled(std::span<const pace> tries);

/// What several probes of the same come to: prompt when one was, unless others were buffered or
/// cut, as where one of two servers is wrong; else what all were. Where each was wrong in a clear
/// way, and not in the same, what the last was; else uneven.
pace judge_paces(std::span<const pace> tries);

/// The size of the buffer that is filled before anything comes, by a probe whose frames are large;
/// zero when they did not come in lumps, and so none was found.
std::size_t find_buffer(const stream_record& of);

}  // namespace sluice::doctor
