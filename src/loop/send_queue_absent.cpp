// The queue in a program that was built without liburing.
#include "loop/send_queue.hpp"

namespace sluice::loop {

void send_queue::ring_end::operator()(io_uring*) const {}

send_queue::send_queue() = default;
send_queue::~send_queue() = default;

void send_queue::try_enable() {
  why_not_ = "built without liburing";
}

// Nothing opens it.
void send_queue::send(int, std::string_view, void*, short_send) {}
void send_queue::flush() {}

}  // namespace sluice::loop
