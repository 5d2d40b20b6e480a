#include "auth/token.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "auth/base64url.hpp"
#include "auth/claims_document.hpp"
#include "auth/compact.hpp"
#include "base/text.hpp"

namespace sluice::auth {
namespace {

// The algorithms of the keys, each once: "HS256 or RS256".
std::string names_of(std::span<const key> keys) {
  std::string out;
  for (const algorithm each : all_algorithms()) {
    const bool is_configured =
        std::any_of(keys.begin(), keys.end(), [&](const key& k) { return k.what_for() == each; });
    if (!is_configured) continue;
    if (!out.empty()) out += " or ";
    out += name(each);
  }
  return out;
}

// The name in a token is shown only when it is one of ours: anything may stand there.
objection wrong_algorithm(std::optional<algorithm> stated, std::span<const key> keys) {
  return {reason::algorithm_wrong, "the token says " +
                                       std::string(stated ? name(*stated) : "something else") +
                                       ", the key is for " + names_of(keys)};
}

// The algorithm that the header states, when a key is for it.
outcome<algorithm> check_header(const nlohmann::json& header, std::span<const key> keys) {
  const auto stated = header.find("alg");
  if (stated == header.end() || !stated->is_string()) return wrong_algorithm(std::nullopt, keys);
  const auto& text = stated->get_ref<const std::string&>();
  if (equals_ignoring_case(text, "none")) return objection{reason::algorithm_none, "alg is none"};
  const auto known = try_parse_algorithm(text);
  const bool is_configured = known && std::any_of(keys.begin(), keys.end(), [&](const key& each) {
                               return each.what_for() == *known;
                             });
  if (!is_configured) return wrong_algorithm(known, keys);
  // RFC 7515, section 4.1.11: whoever does not understand what is listed there refuses.
  if (header.contains("crit")) return objection{reason::extension_unknown};
  return *known;
}

std::optional<objection> check_signature(const compact& parts, std::span<const key> keys) {
  const auto header = try_decode_part(parts.header, "the header");
  if (!header) return header.error();
  const auto stated = check_header(*header, keys);
  if (!stated) return stated.error();
  const auto signature = try_decode_base64url(parts.signature);
  if (!signature) return objection{reason::bad_base64, "the signature"};
  const bool is_signed = std::any_of(keys.begin(), keys.end(), [&](const key& each) {
    return each.what_for() == *stated && each.verifies(parts.signed_text, *signature);
  });
  if (!is_signed) return objection{reason::bad_signature};
  return std::nullopt;
}

// RFC 7519, sections 4.1.4 and 4.1.5: not accepted on or after `exp`, nor before `nbf`.
std::optional<objection> check_times(const claims& of, instant now, std::chrono::seconds leeway) {
  if (of.expires && now >= *of.expires + leeway) {
    return objection{reason::expired, "since " + instant_text(*of.expires)};
  }
  if (of.not_before && now + leeway < *of.not_before) {
    return objection{reason::not_yet_valid, "until " + instant_text(*of.not_before)};
  }
  return std::nullopt;
}

}  // namespace

outcome<claims> verify(std::string_view token, std::span<const key> keys, instant now,
                       std::chrono::seconds leeway) {
  if (keys.empty()) return objection{reason::no_key};
  const auto parts = try_split_compact(token);
  if (!parts) return parts.error();
  if (const auto wrong = check_signature(*parts, keys)) return *wrong;
  const auto document = try_decode_part(parts->claims, "the claims");
  if (!document) return document.error();
  auto granted = read_claims(*document);
  if (!granted) return granted.error();
  if (const auto wrong = check_times(*granted, now, leeway)) return *wrong;
  if (granted->expires) *granted->expires += leeway;
  return granted;
}

}  // namespace sluice::auth
