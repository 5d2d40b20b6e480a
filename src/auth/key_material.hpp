// The only file whose source knows OpenSSL: secrets and key pairs, signing and verifying.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "auth/key_role.hpp"
#include "base/result.hpp"

namespace sluice::auth {

/// A secret, or one half of a key pair, of the kind its algorithm takes, parsed once. It says
/// nothing of itself but its size, and wipes a secret when it ends. Never changes: any thread.
class key_material final {
 public:
  /// `bytes` is the secret, or a PEM file's content. Fails with `option_invalid` and a detail that
  /// says what the bytes are and what is wanted instead, and holds none of them.
  static result<std::shared_ptr<const key_material>> try_make(algorithm what_for, key_role role,
                                                              std::string bytes);
  ~key_material();
  key_material(const key_material&) = delete;
  key_material& operator=(const key_material&) = delete;

  /// Whether `signature` is one of `text` by this key and algorithm. In constant time for secrets.
  bool verifies(std::string_view text, std::string_view signature) const;

  /// The signature of `text`. Throws std::logic_error for a key that was made to verify and has no
  /// private half, and std::runtime_error when OpenSSL fails.
  std::string sign(std::string_view text) const;

  /// Of the secret, the RSA modulus or the curve.
  std::size_t size_bits() const;

 private:
  struct content;
  explicit key_material(std::unique_ptr<const content> of);

  std::unique_ptr<const content> content_;
};

}  // namespace sluice::auth
