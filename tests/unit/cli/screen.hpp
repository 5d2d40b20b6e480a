// The terminal of a command under test.
#pragma once

#include <sstream>
#include <string>
#include <string_view>

#include <sys/mman.h>
#include <unistd.h>

#include "cli/terminal.hpp"
#include "support/descriptor.hpp"

namespace sluice::test {

/// Holds what a command wrote; `input` is what it reads. Not movable.
class screen final {
 public:
  explicit screen(std::string_view input = {}) : in_(memfd_create("input", MFD_CLOEXEC)) {
    if (write(in_.number(), input.data(), input.size()) != static_cast<ssize_t>(input.size())) {
      throw std::runtime_error("the input of a test cannot be written");
    }
    lseek(in_.number(), 0, SEEK_SET);
  }
  screen(const screen&) = delete;
  screen& operator=(const screen&) = delete;

  cli::terminal& at() { return at_; }
  std::string out() const { return out_.str(); }
  std::string notes() const { return notes_.str(); }

 private:
  descriptor in_;
  std::ostringstream out_;
  std::ostringstream notes_;
  cli::terminal at_{in_.number(), out_, notes_};
};

}  // namespace sluice::test
