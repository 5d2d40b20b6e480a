// Any text is a good token or is refused; no refusal holds a piece of it, and what is good comes
// back from its own minting. The first byte of the input says what the rest is: a token as it is; a
// header and claims, with a line feed between them, that are signed here, so that the search gets
// past the signature; or the value of an Authorization header.
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "auth/base64url.hpp"
#include "auth/inspection.hpp"
#include "auth/mint.hpp"
#include "auth/presented.hpp"
#include "auth/redaction.hpp"
#include "auth/refusal.hpp"
#include "auth/token.hpp"

namespace {

using namespace std::chrono_literals;
using sluice::auth::algorithm;
using sluice::auth::instant;
using sluice::auth::key;
using sluice::auth::signing_key;

const instant now(1'800'000'000s);
const std::string secret = "0123456789abcdef0123456789abcdef";

const std::vector<key>& keys() {
  static const std::vector<key> all = {
      key::try_make(algorithm::hs256, secret).value(),
      key::try_make(algorithm::eddsa,
                    "-----BEGIN PUBLIC KEY-----\n"
                    "MCowBQYDK2VwAyEAponZvXkTYc+RTzWoQ/zBovxKeQqzznwfGQFHDj8OlEg=\n"
                    "-----END PUBLIC KEY-----\n")
          .value()};
  return all;
}

const signing_key& signing() {
  static const signing_key by = signing_key::try_make(algorithm::hs256, secret).value();
  return by;
}

void require(bool holds) {
  if (!holds) std::abort();
}

void check_refusal(const sluice::auth::objection& why, std::string_view token) {
  using sluice::auth::operation;
  for (const operation what : {operation::subscribe, operation::publish, operation::administer}) {
    const auto answer = refuse(why, what, "Authorization: Bearer ***");
    require(answer.status == 400 || answer.status == 401 || answer.status == 403);
    to_reply(answer);
    // Sixteen characters of a token may stand in a sentence by chance only when they are words.
    constexpr std::size_t piece_bytes = 16;
    for (std::size_t i = 0; i + piece_bytes <= token.size(); i += piece_bytes) {
      const std::string_view piece = token.substr(i, piece_bytes);
      if (piece.find_first_of(" :.") != std::string_view::npos) continue;
      require(answer.sentence.find(piece) == std::string::npos);
    }
  }
}

void check_token(std::string_view token) {
  const auto granted = verify(token, keys(), now, 0s);
  const auto seen = inspect(token, keys(), now, 0s);
  if (!granted) {
    check_refusal(granted.error(), token);
    require(!seen.problems.empty());
    return;
  }
  require(seen.problems.empty());
  require(seen.grants && seen.grants == *granted);
  require(!granted->expires || now < *granted->expires);
  require(!granted->not_before || *granted->not_before <= now);
  const auto minted = try_mint(signing(), *granted);
  require(minted.has_value());
  // Claims that grant nothing at all are minted without the one that verifying asks for.
  const auto again = verify(*minted, keys(), now, 0s);
  if (!granted->publish && !granted->subscribe && !granted->payload && !granted->is_admin) return;
  require(again.has_value());
  require(again->publish == granted->publish && again->subscribe == granted->subscribe);
  require(again->payload == granted->payload && again->is_admin == granted->is_admin);
}

void check_signed(std::string_view text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string token = sluice::auth::encode_base64url(text.substr(0, end));
  token += '.';
  token += sluice::auth::encode_base64url(text.substr(std::min(end + 1, text.size())));
  token += '.' + sluice::auth::encode_base64url(signing().sign(token));
  check_token(token);
}

void check_header(std::string_view value) {
  const sluice::request in(
      {{"HTTP_AUTHORIZATION", std::string(value)}, {"HTTP_COOKIE", "mercureAuthorization=c.c.c"}},
      "");
  const auto found = sluice::auth::find_token(in, {});
  if (!found) return check_refusal(found.error(), value);
  require(!found->token.empty());
  if (found->by == sluice::auth::carrier::header) {
    require(value.find(found->token) != std::string_view::npos);
    require(found->token.find_first_of(" \t,") == std::string::npos);
  } else {
    require(found->token == "c.c.c");
  }
}

void check_base64(std::string_view text) {
  const auto bytes = sluice::auth::try_decode_base64url(text);
  if (bytes) require(sluice::auth::encode_base64url(*bytes) == text);
  require(sluice::auth::try_decode_base64url(sluice::auth::encode_base64url(text)) == text);
  const std::string shown = sluice::auth::without_tokens(text);
  require(sluice::auth::without_tokens(shown) == shown);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  if (size_bytes == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size_bytes - 1);
  switch (data[0]) {
    case 's':
      check_signed(text);
      break;
    case 'h':
      check_header(text);
      break;
    default:
      check_token(text);
      check_base64(text);
  }
  return 0;
}
