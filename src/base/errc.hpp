#pragma once

#include <string>
#include <string_view>

namespace sluice {

/// Why something inside the worker did not work. Each value has one sentence: `describe`.
enum class errc {
  // Sockets to listen on.
  socket_address_malformed,
  socket_host_unknown,
  socket_path_too_long,
  socket_path_taken_by_file,
  socket_path_is_folder,
  socket_path_is_symlink,
  socket_folder_missing,
  socket_folder_denied,
  socket_in_use,
  socket_state_unknown,
  socket_group_unknown,
  socket_not_listening,
  socket_wrong_type,
  socket_not_unix,
  socket_named_twice,
  socket_activation_malformed,
  socket_call_failed,
  // Text from outside.
  text_not_utf8,
  text_malformed,
  text_too_long,
  // Configuration.
  option_invalid,
  file_unreadable,
  file_unwritable,
  // History.
  history_unavailable,
  history_full,
  history_in_use,
  history_corrupt,
};

/// One sentence without a subject's name, no full stop.
std::string_view describe(errc code);

/// An error and what it happened to. A value.
struct failure {
  errc code;
  /// The subject and the system's own words, such as "/run/s.sock: Permission denied".
  std::string detail;

  /// "<sentence>: <detail>".
  std::string message() const;

  friend bool operator==(const failure&, const failure&) = default;
};

}  // namespace sluice
