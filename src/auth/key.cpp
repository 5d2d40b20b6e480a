#include "auth/key.hpp"

#include <cstddef>

#include "base/text.hpp"

namespace sluice::auth {
namespace {

// RFC 7518, section 3.3.
constexpr std::size_t smallest_rsa_bits = 2048;

bool is_quoted(std::string_view text) {
  return text.size() >= 2 && text.front() == text.back() &&
         (text.front() == '"' || text.front() == '\'');
}

bool has_blank_end(std::string_view text) {
  return trimmed(text, " \t\r\n") != text;
}

// The words of a remark hold the secret's length and nothing else of it.
std::vector<std::string> remarks_on_secret(algorithm what_for, std::string_view secret) {
  std::vector<std::string> out;
  if (secret.empty()) return out;
  const std::size_t shortest = shortest_secret_bytes(what_for);
  if (secret.size() < shortest) {
    out.push_back("the secret has " + std::to_string(secret.size()) + " bytes and " +
                  std::string(name(what_for)) + " wants " + std::to_string(shortest) +
                  " or more; a short one can be guessed from any token");
  }
  if (is_quoted(secret)) {
    out.push_back("the secret begins and ends with a quote, and they count as part of it");
  }
  if (has_blank_end(secret)) {
    out.push_back(
        "the secret begins or ends with a space or a line break, which counts as part "
        "of it");
  }
  return out;
}

std::vector<std::string> remarks_on_pair(algorithm what_for, const key_material& material) {
  std::vector<std::string> out;
  if (family(what_for) == key_family::rsa && material.size_bits() < smallest_rsa_bits) {
    out.push_back("the RSA key has " + std::to_string(material.size_bits()) + " bits and " +
                  std::string(name(what_for)) + " wants " + std::to_string(smallest_rsa_bits) +
                  " or more");
  }
  return out;
}

struct made_key {
  std::shared_ptr<const key_material> material;
  std::vector<std::string> remarks;
};

result<made_key> make(algorithm what_for, key_role role, std::string bytes) {
  const bool is_secret = family(what_for) == key_family::secret;
  auto remarks = is_secret ? remarks_on_secret(what_for, bytes) : std::vector<std::string>();
  auto material = key_material::try_make(what_for, role, std::move(bytes));
  if (!material) return material.error();
  if (!is_secret) remarks = remarks_on_pair(what_for, **material);
  return made_key{std::move(*material), std::move(remarks)};
}

}  // namespace

result<key> key::try_make(algorithm what_for, std::string material) {
  auto made = make(what_for, key_role::verify, std::move(material));
  if (!made) return made.error();
  return key(what_for, std::move(made->material), std::move(made->remarks));
}

result<signing_key> signing_key::try_make(algorithm what_for, std::string material) {
  auto made = make(what_for, key_role::sign, std::move(material));
  if (!made) return made.error();
  return signing_key(what_for, std::move(made->material), std::move(made->remarks));
}

}  // namespace sluice::auth
