#include "daemon/update_frame.hpp"

#include <cstdint>

#include "fcgi/record.hpp"
#include "sse/encoder.hpp"

namespace sluice::daemon {
namespace {

constexpr std::uint16_t framed_id = 1;  // see fcgi::connection::write_frames

}  // namespace

std::string event_frame(const event& what) {
  std::string frame;
  fcgi::append_stdout(frame, framed_id, sse::encode_event(what));
  return frame;
}

std::string update_frame(const update& what) {
  event made(what.data());
  made.id(what.id()).type(what.type());
  if (what.retry()) made.retry(*what.retry());
  return event_frame(made);
}

}  // namespace sluice::daemon
