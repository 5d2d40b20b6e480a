#include "cli/token_arguments.hpp"

#include <chrono>

#include "cli/arguments.hpp"
#include "config/unit.hpp"

namespace sluice::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Short-lived tokens are the protocol's advice (draft 07, "Authorization"); an hour is what its
// libraries give one.
constexpr milliseconds default_lifetime = std::chrono::hours(1);
// A token counts whole seconds.
constexpr milliseconds shortest_lifetime = seconds(1);
// Whoever wants longer means never, and writes that.
constexpr milliseconds longest_lifetime = std::chrono::hours(24 * 366 * 10);

constexpr option mint_options[] = {
    {"key", takes::value},        {"algorithm", takes::value}, {"publish", takes::values},
    {"subscribe", takes::values}, {"expires", takes::value},   {"payload", takes::value},
    {"admin", takes::nothing},
};
constexpr option inspect_options[] = {{"key", takes::values}, {"algorithm", takes::value}};

outcome<auth::algorithm> read_algorithm(const arguments& given) {
  const auto text = given.value("algorithm");
  if (!text) return auth::algorithm::hs256;
  if (const auto found = auth::try_parse_algorithm(*text)) return *found;
  std::string sentence = "--algorithm: write one of";
  for (const auth::algorithm each : auth::all_algorithms()) {
    sentence.append(" ").append(auth::name(each));
  }
  return problem{sentence};
}

outcome<std::optional<auth::instant>> read_expiry(const arguments& given, auth::instant now) {
  const std::string text = given.value("expires").value_or("");
  if (text == "never") return std::optional<auth::instant>();
  const auto lifetime = text.empty() ? default_lifetime : config::try_parse_duration(text);
  if (!lifetime || *lifetime < shortest_lifetime || *lifetime > longest_lifetime) {
    return problem{"--expires: write never, or a time from 1s to 87840h such as 90s, 15m, 1h"};
  }
  const auto end = std::chrono::floor<seconds>(now + *lifetime);
  return std::optional<auth::instant>(end);
}

std::optional<std::vector<std::string>> read_selectors(const arguments& given, const char* name) {
  if (!given.has(name)) return std::nullopt;
  return given.values(name);
}

}  // namespace

outcome<mint_order> try_read_mint(const std::vector<std::string>& words, auth::instant now) {
  const auto given = arguments::try_read(words, mint_options);
  if (!given) return given.error();
  if (!given->operands().empty()) {
    return problem{
        "mint takes no words but options; a selector stands behind --publish or "
        "--subscribe"};
  }
  if (!given->has("key")) return problem{"--key FILE is missing: the key to sign with"};
  const auto algorithm = read_algorithm(*given);
  if (!algorithm) return algorithm.error();
  const auto expires = read_expiry(*given, now);
  if (!expires) return expires.error();

  mint_order order;
  order.key_file = *given->value("key");
  order.algorithm = *algorithm;
  order.grants.publish = read_selectors(*given, "publish");
  order.grants.subscribe = read_selectors(*given, "subscribe");
  order.grants.payload = given->value("payload");
  order.grants.expires = *expires;
  order.grants.is_admin = given->has("admin");
  if (!order.grants.publish && !order.grants.subscribe && !order.grants.payload &&
      !order.grants.is_admin) {
    return problem{
        "the token would grant nothing and be refused; give --publish SELECTOR, "
        "--subscribe SELECTOR or --admin"};
  }
  return order;
}

outcome<inspect_order> try_read_inspect(const std::vector<std::string>& words) {
  const auto given = arguments::try_read(words, inspect_options);
  if (!given) return given.error();
  const auto algorithm = read_algorithm(*given);
  if (!algorithm) return algorithm.error();
  if (given->operands().size() > 1) {
    return problem{"inspect takes one token; quote it if it holds spaces"};
  }
  inspect_order order;
  order.key_files = given->values("key");
  order.algorithm = *algorithm;
  if (!given->operands().empty() && given->operands().front() != "-") {
    order.token = given->operands().front();
  }
  return order;
}

}  // namespace sluice::cli
