// What one source (arguments, environment or file) says, before it is checked.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/option.hpp"

namespace sluice::config {

/// One thing that is wrong. A value.
struct problem {
  /// The argument ("--heartbeat"), the variable ("SLUICE_HEARTBEAT") or the line ("FILE:12").
  std::string where;
  /// What is wrong, why, and what to write instead.
  std::string what;

  /// "WHERE: WHAT".
  std::string message() const { return where + ": " + what; }

  friend bool operator==(const problem&, const problem&) = default;
};

struct assignment {
  const option* to;
  std::string value;
  std::string where;
};

struct file_choice {
  std::string path;
  std::string where;
};

enum class question { none, help, version };

struct reading {
  std::vector<assignment> assignments;
  std::vector<problem> problems;
  /// The configuration file that `--config` or SLUICE_CONFIG names.
  std::optional<file_choice> file;
  question asked = question::none;
};

/// Adds an assignment, or the problem that the source gave this option a value before.
void add_assignment(reading& to, assignment what);

/// The end of the sentence on an unknown name: a suggestion, or where all names are listed. The
/// names stand without `prefix` ("--", "SLUICE_"), which would make all of them look alike.
std::string advice_on(std::string_view unknown, const std::vector<std::string>& known,
                      std::string_view prefix = {});

}  // namespace sluice::config
