// What to say to whoever gives a key that does not fit its algorithm. Text only.
#pragma once

#include <string>
#include <string_view>

#include "auth/algorithm.hpp"
#include "auth/key_role.hpp"

namespace sluice::auth {

bool is_pem(std::string_view bytes);

/// For a PEM file where a secret is wanted: whoever has a public key could sign with it as the
/// secret.
std::string advice_on_pem_secret(algorithm what_for);

/// For bytes in which there is no key of the wanted half, by what else they are. Holds none of
/// them.
std::string advice_on_pair(algorithm which, key_role role, std::string_view bytes);

/// For a key of another kind or curve.
std::string advice_on_kind(algorithm which);

}  // namespace sluice::auth
