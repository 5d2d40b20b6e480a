#include "auth/key_file.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace sluice::auth {
namespace {

failure unreadable(const std::string& path) {
  return {errc::file_unreadable, path + ": " + std::generic_category().message(errno)};
}

result<std::string> try_read_file(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return unreadable(path);
  std::string content(longest_key_file_bytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  // A folder opens, and fails here.
  if (file.bad()) return unreadable(path);
  content.resize(static_cast<std::size_t>(file.gcount()));
  if (content.size() > longest_key_file_bytes) {
    return failure{errc::option_invalid, path + ": a key has at most " +
                                             std::to_string(longest_key_file_bytes) + " bytes"};
  }
  return content;
}

enum class line_end { kept, dropped };

line_end drop_line_end(std::string& secret) {
  if (!secret.ends_with('\n')) return line_end::kept;
  secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  return line_end::dropped;
}

bool may_others(const std::filesystem::path& what, std::filesystem::perms right) {
  std::error_code error;
  const auto mode = std::filesystem::status(what, error).permissions();
  return !error && (mode & right) != std::filesystem::perms::none;
}

// By its own mode and by those of the folders on the way; what a pipe or a device holds goes by.
bool is_open_to_everybody(const std::string& path) {
  std::error_code error;
  std::filesystem::path at = std::filesystem::canonical(path, error);
  if (error || !std::filesystem::is_regular_file(at, error)) return false;
  if (!may_others(at, std::filesystem::perms::others_read)) return false;
  while (at.has_relative_path()) {
    at = at.parent_path();
    if (!may_others(at, std::filesystem::perms::others_exec)) return false;
  }
  return true;
}

// A public key verifies only, and is everybody's to see.
enum class openness { harmless, harmful };

template <class Key>
result<read_key<Key>> read(algorithm what_for, const std::string& path, openness how) {
  auto content = try_read_file(path);
  if (!content) return content.error();
  line_end end = line_end::kept;
  if (family(what_for) == key_family::secret) end = drop_line_end(*content);
  auto made = Key::try_make(what_for, std::move(*content));
  if (!made) return failure{made.error().code, path + ": " + made.error().detail};
  std::vector<std::string> remarks = made->remarks();
  if (how == openness::harmful && is_open_to_everybody(path)) {
    remarks.push_back("everybody on this machine can read this key; chmod 600 it");
  }
  std::vector<std::string> notes;
  if (end == line_end::dropped) {
    notes.push_back("the line break at the end of the file is not part of the secret");
  }
  return read_key<Key>{std::move(*made), std::move(remarks), std::move(notes)};
}

}  // namespace

result<read_key<key>> try_read_key(algorithm what_for, const std::string& path) {
  const bool is_secret = family(what_for) == key_family::secret;
  return read<key>(what_for, path, is_secret ? openness::harmful : openness::harmless);
}

result<read_key<signing_key>> try_read_signing_key(algorithm what_for, const std::string& path) {
  return read<signing_key>(what_for, path, openness::harmful);
}

}  // namespace sluice::auth
