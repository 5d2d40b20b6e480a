#include "auth/inspection.hpp"

#include <algorithm>
#include <cstddef>

#include "auth/base64url.hpp"
#include "auth/claims_document.hpp"
#include "auth/compact.hpp"
#include "auth/token.hpp"
#include "base/text.hpp"

namespace sluice::auth {
namespace {

using nlohmann::json;

constexpr int indent_columns = 2;
// 5138-11-16 in seconds; in milliseconds it is 1973. A time beyond was counted in milliseconds.
constexpr double latest_plausible_seconds = 1e11;

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_wrapping(std::string_view token, std::vector<std::string>& problems) {
  std::string_view bare = trimmed(token, blanks);
  if (bare.size() != token.size()) {
    problems.push_back("there are spaces or line breaks around the token");
  }
  constexpr std::string_view scheme = "Bearer ";
  if (equals_ignoring_case(bare.substr(0, scheme.size()), scheme)) {
    problems.push_back("\"Bearer\" is part of the header, not of the token");
    bare = trimmed(bare.substr(scheme.size()), blanks);
  }
  if (bare.size() >= 2 && bare.front() == bare.back() &&
      (bare.front() == '"' || bare.front() == '\'')) {
    problems.push_back("there are quotes around the token");
    bare = bare.substr(1, bare.size() - 2);
  }
  return bare;
}

std::optional<json> decode(std::string_view text, std::string_view part, inspection& into) {
  auto decoded = try_decode_part(text, part);
  if (decoded) return std::move(*decoded);
  into.problems.push_back(decoded.error().sentence());
  return std::nullopt;
}

void look_at_header(const json& header, inspection& into) {
  const auto stated = header.find("alg");
  if (stated == header.end() || !stated->is_string()) {
    into.problems.push_back("the header names no algorithm (alg)");
  } else if (equals_ignoring_case(stated->get_ref<const std::string&>(), "none")) {
    into.problems.push_back(objection{reason::algorithm_none, "alg is none"}.sentence());
  } else if (!try_parse_algorithm(stated->get_ref<const std::string&>())) {
    into.problems.push_back("sluice does not have the algorithm that the header names");
  }
  if (header.contains("crit")) {
    into.problems.push_back(objection{reason::extension_unknown}.sentence());
  }
}

void look_at_milliseconds(const json& document, inspection& into) {
  for (const char* const name : {"exp", "nbf", "iat"}) {
    const auto value = document.find(name);
    if (value == document.end() || !value->is_number()) continue;
    if (value->get<double>() < latest_plausible_seconds) continue;
    into.remarks.push_back(std::string(name) +
                           " looks like milliseconds, and a token counts seconds");
  }
}

void look_at_times(const claims& of, instant now, std::chrono::seconds leeway, inspection& into) {
  if (!of.expires) {
    into.remarks.push_back("the token never expires, because it has no exp");
  } else if (now >= *of.expires + leeway) {
    into.problems.push_back(
        objection{reason::expired, "since " + instant_text(*of.expires)}.sentence());
  }
  if (of.not_before && now + leeway < *of.not_before) {
    into.problems.push_back(
        objection{reason::not_yet_valid, "until " + instant_text(*of.not_before)}.sentence());
  }
}

void look_at_grants(const claims& of, inspection& into) {
  if (!of.publish || of.publish->empty()) {
    into.remarks.push_back(of.publish ? "mercure.publish is empty, so it publishes nothing"
                                      : "mercure.publish is missing, so it publishes nothing");
  }
  if (!of.subscribe || of.subscribe->empty()) {
    into.remarks.push_back(of.subscribe
                               ? "mercure.subscribe is empty, so it receives no private updates"
                               : "mercure.subscribe is missing, so it receives no private updates");
  }
}

void look_at_claims(const json& document, instant now, std::chrono::seconds leeway,
                    inspection& into) {
  into.claims = document.dump(indent_columns);
  look_at_milliseconds(document, into);
  auto read = read_claims(document);
  if (!read) {
    into.problems.push_back(read.error().sentence());
    return;
  }
  look_at_times(*read, now, leeway, into);
  look_at_grants(*read, into);
  if (!document.contains("mercure") && document.contains("https://mercure.rocks/")) {
    into.remarks.push_back("the claim has its old name, https://mercure.rocks/");
  }
  into.grants = std::move(*read);
}

// What `verify` objects to that was not found without the keys.
void look_at_signature(std::string_view token, std::span<const key> keys, instant now,
                       std::chrono::seconds leeway, inspection& into) {
  if (keys.empty()) {
    into.remarks.push_back("the signature is not verified, because no key is given");
    return;
  }
  const auto verified = verify(token, keys, now, leeway);
  if (verified) return;
  const std::string sentence = verified.error().sentence();
  const auto& known = into.problems;
  if (std::find(known.begin(), known.end(), sentence) == known.end()) {
    into.problems.push_back(sentence);
  }
}

}  // namespace

inspection inspect(std::string_view token, std::span<const key> keys, instant now,
                   std::chrono::seconds leeway) {
  inspection out;
  const std::string_view bare = without_wrapping(token, out.problems);
  const auto parts = try_split_compact(bare);
  if (!parts) {
    out.problems.push_back(parts.error().sentence());
    return out;
  }
  if (const auto header = decode(parts->header, "the header", out)) {
    out.header = header->dump(indent_columns);
    look_at_header(*header, out);
  }
  if (const auto document = decode(parts->claims, "the claims", out)) {
    look_at_claims(*document, now, leeway, out);
  }
  if (!try_decode_base64url(parts->signature)) {
    out.problems.push_back(objection{reason::bad_base64, "the signature"}.sentence());
  }
  look_at_signature(bare, keys, now, leeway, out);
  return out;
}

}  // namespace sluice::auth
