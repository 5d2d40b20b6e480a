#include "base/held_signals.hpp"

#include <csignal>
#include <thread>

#include <unistd.h>

#include <catch2/catch.hpp>

using sluice::held_signals;

TEST_CASE("A signal that came early, to whichever thread, waits until it is taken") {
  held_signals held({SIGUSR1, SIGUSR2});
  CHECK(held.take() == 0);
  ::kill(::getpid(), SIGUSR2);
  std::thread([] { ::kill(::getpid(), SIGUSR1); }).join();
  CHECK(held.take() == SIGUSR1);
  CHECK(held.take() == SIGUSR2);
  CHECK(held.take() == 0);
}

TEST_CASE("A signal that nobody took does not strike afterwards") {
  {
    held_signals held({SIGUSR1});
    ::kill(::getpid(), SIGUSR1);
  }
  held_signals again({SIGUSR1});
  CHECK(again.take() == 0);
}

TEST_CASE("A signal that the parent had us ignore is heard") {
  std::signal(SIGUSR1, SIG_IGN);
  held_signals held({SIGUSR1});
  ::kill(::getpid(), SIGUSR1);
  CHECK(held.take() == SIGUSR1);
  std::signal(SIGUSR1, SIG_DFL);
}
