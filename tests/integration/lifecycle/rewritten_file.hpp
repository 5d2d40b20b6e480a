// A configuration that changes under a worker.
#pragma once

#include <csignal>
#include <cstddef>
#include <fstream>
#include <string>

#include "support/temporary_folder.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// The file that a worker is started with, and the folder of what it names.
class rewritten_file final {
 public:
  explicit rewritten_file(const std::string& lines) { write(lines); }

  std::string path() const { return folder_ / "sluice.conf"; }
  std::string operator/(const std::string& name) const { return folder_ / name; }

  void write(const std::string& lines) const { write("sluice.conf", lines); }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name) << content;
  }

 private:
  temporary_folder folder_;
};

/// Sends SIGHUP and waits for one more line that holds `expected`; false when none comes.
inline bool reload(process& running, const std::string& expected) {
  const std::size_t before = running.error_lines_with(expected);
  running.signal(SIGHUP);
  return eventually(within(), [&] { return running.error_lines_with(expected) > before; });
}

inline const std::string is_read_again = "the configuration is read again";

}  // namespace sluice::test
