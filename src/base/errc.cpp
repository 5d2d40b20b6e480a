#include "base/errc.hpp"

namespace sluice {

std::string_view describe(errc code) {
  switch (code) {
    case errc::socket_address_malformed:
      return "the address is neither a path nor HOST:PORT";
    case errc::socket_host_unknown:
      return "the host to listen on has no address";
    case errc::socket_path_too_long:
      return "the socket path is longer than the system allows";
    case errc::socket_path_taken_by_file:
      return "the socket path is taken by a file that is not a socket; it is left alone";
    case errc::socket_path_is_folder:
      return "the socket path is a folder; it is left alone";
    case errc::socket_path_is_symlink:
      return "the socket path is a symbolic link; it is left alone";
    case errc::socket_folder_missing:
      return "the folder of the socket does not exist";
    case errc::socket_folder_denied:
      return "this user cannot make a socket in the folder";
    case errc::socket_in_use:
      return "another process answers on this socket; it is left alone";
    case errc::socket_state_unknown:
      return "it cannot be told whether anybody answers on this socket; it is left alone";
    case errc::socket_group_unknown:
      return "there is no such group";
    case errc::socket_not_listening:
      return "the inherited descriptor is not a listening socket";
    case errc::socket_wrong_type:
      return "the inherited descriptor is not a stream socket";
    case errc::socket_not_unix:
      return "the inherited descriptor is no unix socket with a path, and whoever reaches it could "
             "publish";
    case errc::socket_named_twice:
      return "two inherited descriptors have the name control, and there is one control socket";
    case errc::socket_activation_malformed:
      return "the variables of systemd's socket activation are malformed";
    case errc::socket_call_failed:
      return "the system refused the socket";
    case errc::text_not_utf8:
      return "the text is not UTF-8";
    case errc::text_malformed:
      return "the text is malformed";
    case errc::text_too_long:
      return "the text is too long";
    case errc::option_invalid:
      return "the option's value is not valid";
    case errc::file_unreadable:
      return "the file cannot be read";
    case errc::file_unwritable:
      return "the file cannot be written";
    case errc::history_unavailable:
      return "the history cannot be read or written";
    case errc::history_full:
      return "there is no room to write the history";
    case errc::history_in_use:
      return "the history is in use by another process";
    case errc::history_corrupt:
      return "the history's file is damaged or not sluice's; it is left alone";
  }
  return "unknown error";
}

std::string failure::message() const {
  std::string text(describe(code));
  if (!detail.empty()) text.append(": ").append(detail);
  return text;
}

}  // namespace sluice
