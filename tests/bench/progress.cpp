#include "bench/progress.hpp"

#include <cstdio>

#include <unistd.h>

namespace sluice::bench {
namespace {

// What eyes follow, and what does not fill a log.
constexpr std::chrono::milliseconds terminal_pause(250);
constexpr std::chrono::milliseconds log_pause(5000);

}  // namespace

progress::progress() : is_terminal_(isatty(STDERR_FILENO) == 1) {}

progress::~progress() {
  end_line();
}

void progress::begin(const std::string& what, std::size_t total, const std::string& unit) {
  end_line();
  what_ = what;
  unit_ = unit;
  total_ = total;
  done_ = 0;
  show();
}

void progress::add(std::size_t parts) {
  done_ += parts;
  if (test::clock::now() >= next_) show();
}

void progress::show() {
  shown_ = done_;
  next_ = test::clock::now() + (is_terminal_ ? terminal_pause : log_pause);
  std::fprintf(stderr, "%s%s%s: %zu of %zu %s%s", is_terminal_ ? "\r" : "", place_.c_str(),
               what_.c_str(), done_, total_, unit_.c_str(), is_terminal_ ? " " : "\n");
}

void progress::end_line() {
  if (what_.empty()) return;
  if (shown_ != done_) show();
  if (is_terminal_) std::fputc('\n', stderr);
}

}  // namespace sluice::bench
