#pragma once

namespace sluice::auth {

/// What a key is for: a secret does both, a public key verifies, a private key signs.
enum class key_role { verify, sign };

}  // namespace sluice::auth
