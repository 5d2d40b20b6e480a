#include "bench/interruption.hpp"

#include <csignal>
#include <initializer_list>

namespace sluice::bench {
namespace {

volatile std::sig_atomic_t has_come = 0;

}  // namespace

void catch_interruptions() {
  struct sigaction note {};
  note.sa_handler = [](int) { has_come = 1; };
  for (const int each : {SIGINT, SIGTERM, SIGHUP}) sigaction(each, &note, nullptr);
}

void throw_if_interrupted() {
  if (has_come != 0) throw interruption();
}

}  // namespace sluice::bench
