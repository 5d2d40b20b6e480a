// The signature algorithms of tokens (RFC 7518, section 3.1; RFC 8037, section 3.1). Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace sluice::auth {

/// `none` and the PS family are not among them: the one signs nothing, the other no publisher of
/// the protocol makes.
enum class algorithm { hs256, hs384, hs512, rs256, rs384, rs512, es256, es384, es512, eddsa };

/// What kind of key an algorithm takes: a shared secret, or a key pair of one kind.
enum class key_family { secret, rsa, elliptic_curve, edwards };

/// As it stands in a token's header: `HS256`.
std::string_view name(algorithm which);
key_family family(algorithm which);

/// By its name, in exactly that case: RFC 7515, section 4.1.1 makes it case-sensitive.
std::optional<algorithm> try_parse_algorithm(std::string_view text);
const std::vector<algorithm>& all_algorithms();

/// The shortest secret an HS algorithm may have: as long as its hash (RFC 7518, section 3.2). Zero
/// for the others.
std::size_t shortest_secret_bytes(algorithm which);

}  // namespace sluice::auth
