#include "auth/compact.hpp"

#include <algorithm>
#include <utility>

#include "auth/base64url.hpp"
#include "auth/json_object.hpp"

namespace sluice::auth {

outcome<compact> try_split_compact(std::string_view token) {
  if (token.empty()) return objection{reason::malformed, "it is empty"};
  if (token.size() > longest_token_bytes) {
    return objection{reason::malformed,
                     "it is longer than " + std::to_string(longest_token_bytes) + " bytes"};
  }
  if (token.find_first_of("\"'") != std::string_view::npos) {
    return objection{reason::malformed, "there are quotes in it; take them out"};
  }
  const auto is_visible = [](char c) { return c > ' ' && c < '\x7f'; };
  if (!std::all_of(token.begin(), token.end(), is_visible)) {
    return objection{reason::malformed, "there are spaces, line breaks or other bytes in it"};
  }
  const auto dots = std::count(token.begin(), token.end(), '.');
  constexpr std::ptrdiff_t dots_of_encrypted = 4;
  if (dots == dots_of_encrypted) {
    return objection{reason::wrong_number_of_parts, "it is an encrypted one, of five parts"};
  }
  if (dots != 2) return objection{reason::wrong_number_of_parts};
  const std::size_t first = token.find('.');
  const std::size_t last = token.rfind('.');
  return compact{token.substr(0, first), token.substr(first + 1, last - first - 1),
                 token.substr(last + 1), token.substr(0, last)};
}

outcome<nlohmann::json> try_decode_part(std::string_view text, std::string_view part) {
  const auto bytes = try_decode_base64url(text);
  if (!bytes) return objection{reason::bad_base64, std::string(part)};
  auto object = try_parse_json_object(*bytes);
  if (!object) return objection{reason::bad_json, std::string(part)};
  // JSON converts from and to everything, so the result is told that this is its value.
  return {boost::system::in_place_value, std::move(*object)};
}

}  // namespace sluice::auth
