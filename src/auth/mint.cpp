#include "auth/mint.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include "auth/base64url.hpp"
#include "auth/claims_document.hpp"
#include "auth/json_object.hpp"
#include "base/text.hpp"

namespace sluice::auth {
namespace {

std::optional<failure> find_wrong(const std::optional<std::vector<std::string>>& selectors) {
  if (!selectors) return std::nullopt;
  if (selectors->size() > most_selectors) {
    return failure{errc::option_invalid, "a token has at most " + std::to_string(most_selectors) +
                                             " selectors of a kind"};
  }
  for (const std::string& each : *selectors) {
    if (!is_utf8(each)) return failure{errc::text_not_utf8, "selector " + printable(each)};
  }
  return std::nullopt;
}

}  // namespace

result<std::string> try_mint(const signing_key& by, const claims& grants) {
  if (const auto wrong = find_wrong(grants.publish)) return *wrong;
  if (const auto wrong = find_wrong(grants.subscribe)) return *wrong;
  if (grants.payload && !try_parse_json(*grants.payload)) {
    return failure{errc::text_malformed, "the payload is not JSON, or is nested too deep"};
  }
  const nlohmann::json header = {{"alg", std::string(name(by.what_for()))}};
  const std::string signed_text =
      encode_base64url(header.dump()) + "." + encode_base64url(write_claims(grants).dump());
  return signed_text + "." + encode_base64url(by.sign(signed_text));
}

}  // namespace sluice::auth
