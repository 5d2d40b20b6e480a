// Keys from files: secrets come from there, never from arguments or the environment.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "auth/algorithm.hpp"
#include "auth/key.hpp"
#include "base/result.hpp"

namespace sluice::auth {

// An RSA key of 16384 bits with its private half is 13 KiB of PEM; a device has no end.
inline constexpr std::size_t longest_key_file_bytes = 64 * 1024;

/// A key from a file, and what to tell the operator about it.
template <class Key>
struct read_key {
  Key value;
  /// What is wrong with the key or its file, a sentence each, none of which holds the key: the
  /// key's remarks, and that everybody can read a secret or a private key. A file below a folder
  /// that is closed to others is not open to everybody, whatever its own mode.
  std::vector<std::string> remarks;
  /// What was done and is in order: that the line break at the end of a secret's file was dropped.
  std::vector<std::string> notes;
};

/// Reads the file once. One line break at the end of a secret's file is not part of the secret,
/// because editors write it and `openssl rand` prints it. Fails with `file_unreadable` or
/// `option_invalid`; the detail names the file and says what is wrong with it.
result<read_key<key>> try_read_key(algorithm what_for, const std::string& path);
result<read_key<signing_key>> try_read_signing_key(algorithm what_for, const std::string& path);

}  // namespace sluice::auth
