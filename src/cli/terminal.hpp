// Where a command reads and writes.
#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace sluice::cli {

/// The three standard streams, or what a test puts in their place. Owned by the caller.
struct terminal {
  /// The descriptor of standard input, blocking.
  int in;
  /// What was asked for, and nothing else.
  std::ostream& out;
  /// Errors and remarks, a line each.
  std::ostream& notes;
};

/// Writes "sluice COMMAND: SENTENCE" to the notes.
inline void remark(terminal& at, std::string_view command, std::string_view sentence) {
  at.notes << "sluice " << command << ": " << sentence << '\n' << std::flush;
}

/// The same, and returns the exit code.
inline int fail(terminal& at, std::string_view command, std::string_view sentence, int exit_code) {
  remark(at, command, sentence);
  return exit_code;
}

}  // namespace sluice::cli
