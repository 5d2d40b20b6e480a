#include "doctor/stream_record.hpp"

#include <algorithm>
#include <utility>

#include "sse/parser.hpp"

namespace sluice::doctor {

clock::duration stream_record::delay_of(const frame_course& frame) const {
  return std::max(frame.came - frame.left - round_trip, clock::duration::zero());
}

stream_record read_stream(const client::timed_answer& answer, std::size_t frames_asked_for,
                          clock::duration round_trip) {
  stream_record made;
  made.frames_asked_for = frames_asked_for;
  made.round_trip = round_trip;
  made.ended = answer.ended - answer.sent;
  made.is_complete = answer.how == client::timed_answer::ending::complete;
  std::size_t bytes = 0;
  sse::parser parser;
  for (const client::timed_piece& piece : answer.pieces) {
    bytes += piece.bytes.size();
    parser.feed(piece.bytes, [&](const sse::message& event) {
      const auto frame = try_read_frame(event.data);
      if (!frame) return;
      if (!made.arrival) made.arrival = try_read_arrival(event.data);
      made.frames.push_back({frame->left, piece.at - answer.sent, bytes});
    });
  }
  return made;
}

}  // namespace sluice::doctor
