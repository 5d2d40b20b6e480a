#include "daemon/update_frame.hpp"

#include "fcgi/record.hpp"
#include "sse/encoder.hpp"

namespace sluice::daemon {

std::string event_frame(const event& what) {
  std::string frame;
  fcgi::append_stdout(frame, fcgi::framed_id, sse::encode_event(what));
  return frame;
}

std::string update_frame(const update& what) {
  event made(what.data());
  made.id(what.id()).type(what.type());
  if (what.retry()) made.retry(*what.retry());
  return event_frame(made);
}

}  // namespace sluice::daemon
