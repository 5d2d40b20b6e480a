#include "auth/key_file.hpp"

#include <cerrno>
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

template <class Key>
result<read_key<Key>> read(algorithm what_for, const std::string& path) {
  auto content = try_read_file(path);
  if (!content) return content.error();
  line_end end = line_end::kept;
  if (family(what_for) == key_family::secret) end = drop_line_end(*content);
  auto made = Key::try_make(what_for, std::move(*content));
  if (!made) return failure{made.error().code, path + ": " + made.error().detail};
  std::vector<std::string> remarks = made->remarks();
  if (end == line_end::dropped) {
    remarks.push_back("the line break at the end of the file is not part of the secret");
  }
  return read_key<Key>{std::move(*made), std::move(remarks)};
}

}  // namespace

result<read_key<key>> try_read_key(algorithm what_for, const std::string& path) {
  return read<key>(what_for, path);
}

result<read_key<signing_key>> try_read_signing_key(algorithm what_for, const std::string& path) {
  return read<signing_key>(what_for, path);
}

}  // namespace sluice::auth
