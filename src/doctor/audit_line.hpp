// A line in which a security policy says that it refused something. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::doctor {

enum class security_policy { selinux, apparmor };

/// A value.
struct denial {
  security_policy by;
  /// Which line it is: what stands in `audit(SECONDS.MILLISECONDS:SERIAL)`.
  std::string serial;
  /// When, in whole seconds since 1970.
  std::chrono::seconds at{};
  /// SELinux: the type of the process, such as httpd_t. AppArmor: the profile.
  std::string source = {};
  /// SELinux: the type of what was asked for. AppArmor: nothing.
  std::string target = {};
  /// SELinux: the class, such as unix_stream_socket. AppArmor: the operation, such as connect.
  std::string object = {};
  /// SELinux: such as connectto. AppArmor: the letters, such as wr.
  std::string permission = {};
  /// The path or the bare file name, as far as the line tells.
  std::string name = {};
  /// The port, of name_connect.
  std::string port = {};
  /// The command's name.
  std::string program = {};
  /// AppArmor: "Failed name lookup - disconnected path" ….
  std::string info = {};
  /// False where the policy only takes notes (permissive, complain).
  bool is_enforced = true;

  friend bool operator==(const denial&, const denial&) = default;
};

/// Reads a line of auditd's log, of the kernel's, or of what journalctl prints. Nothing for a line
/// that is no denial, and for a profile of AppArmor whose name has odd letters.
std::optional<denial> try_read_denial(std::string_view line);

}  // namespace sluice::doctor
