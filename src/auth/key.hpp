// Keys of tokens, each bound to one algorithm.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "auth/algorithm.hpp"
#include "auth/key_material.hpp"
#include "base/result.hpp"

namespace sluice::auth {

/// Verifies tokens of its one algorithm, whatever a token says about itself. A value; copies share
/// what they are made of, which never changes: any thread. It cannot be printed.
class key final {
 public:
  /// `material` is the secret as it is, or a public key in PEM. Fails with `option_invalid` and the
  /// reason in words.
  static result<key> try_make(algorithm what_for, std::string material);

  algorithm what_for() const { return what_for_; }
  bool verifies(std::string_view text, std::string_view signature) const {
    return material_->verifies(text, signature);
  }
  /// What is unwise about it, a sentence each: a short secret, quotes or line breaks at its ends.
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  key(algorithm what_for, std::shared_ptr<const key_material> material,
      std::vector<std::string> remarks)
      : what_for_(what_for), material_(std::move(material)), remarks_(std::move(remarks)) {}

  algorithm what_for_;
  // Shared by the copies that each loop and each route has.
  std::shared_ptr<const key_material> material_;
  std::vector<std::string> remarks_;
};

/// Signs tokens: the secret, or the private key in PEM. Otherwise as `key`.
class signing_key final {
 public:
  static result<signing_key> try_make(algorithm what_for, std::string material);

  algorithm what_for() const { return what_for_; }
  std::string sign(std::string_view text) const { return material_->sign(text); }
  const std::vector<std::string>& remarks() const { return remarks_; }

 private:
  signing_key(algorithm what_for, std::shared_ptr<const key_material> material,
              std::vector<std::string> remarks)
      : what_for_(what_for), material_(std::move(material)), remarks_(std::move(remarks)) {}

  algorithm what_for_;
  // Shared by the copies.
  std::shared_ptr<const key_material> material_;
  std::vector<std::string> remarks_;
};

}  // namespace sluice::auth
