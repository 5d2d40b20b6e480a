// Where security policies write what they refuse.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "doctor/audit_line.hpp"

namespace sluice::doctor {

/// Where the kernel keeps lines that no daemon has taken.
inline constexpr const char* kernel_log = "the kernel's log";

/// What was read, and where. A value.
struct audit_reading {
  /// A file, or `kernel_log`; empty where nothing may be read.
  std::string place;
  std::vector<denial> denials = {};
  /// What happened before may have been mended since.
  std::chrono::seconds fresh_since = std::chrono::seconds::min();
};

/// The denials of a text, in its order, that happened at `since` or later.
std::vector<denial> denials_in(std::string_view text, std::chrono::seconds since);

/// Reads `file`, all of its last mebibyte, however old. Where `file` is empty: the last day in the
/// first that can be read of auditd's log, the kernel's log files, and the kernel's own memory.
audit_reading read_audit_log(const std::string& file);

}  // namespace sluice::doctor
