#include "cli/token.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <utility>

#include "auth/inspection.hpp"
#include "auth/key_file.hpp"
#include "auth/mint.hpp"
#include "base/exit_code.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/content.hpp"
#include "cli/token_arguments.hpp"
#include "hub/selector.hpp"

namespace sluice::cli {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view usage =
    R"(Usage: sluice token mint --key FILE [OPTION...]
       sluice token inspect [--key FILE]... [--algorithm NAME] [TOKEN|-]

mint writes a signed token on standard output, and remarks on standard error.
  --key FILE             the key: the secret itself, or a private key in PEM
  --algorithm NAME       HS256 (default), HS384, HS512, RS256 to RS512, ES256 to ES512, EdDSA
  --publish SELECTOR     may publish to these topics: a topic, a URI Template, or *; repeatable
  --subscribe SELECTOR   receives private updates of these topics; repeatable
  --expires TIME         1h (default), 90s, 15m, or never
  --payload JSON         what the hub shows of this subscriber
  --admin                may see status and metrics

inspect reads a token, from standard input unless it is given, and says all that is wrong with it.
  --key FILE             verifies the signature: the secret, or a public key in PEM; repeatable
  --algorithm NAME       of the keys; HS256 by default

Examples:
  (umask 077; sluice token mint --key /etc/sluice/publisher.key --publish '*' > publisher.token)
  sluice token mint --key jwt.key --subscribe 'https://example.com/users/7/{+rest}' --expires 15m
  sluice token inspect --key /etc/sluice/publisher.key < publisher.token

Exit codes: 0 fine, 1 the token will be refused or cannot be made, 2 usage, an unreadable key too.
)";

constexpr std::string_view command = "token";
// A token has at most 64 KiB; what people paste around it fits too.
constexpr std::size_t longest_input_bytes = 128 * 1024;

void remark_on_selectors(const std::optional<std::vector<std::string>>& selectors, terminal& at) {
  for (const std::string& each : selectors.value_or(std::vector<std::string>())) {
    if (each.find('{') == each.npos || !hub::selector(each).is_exact()) continue;
    remark(at, command,
           printable(each) + " is not a valid URI Template, so it stands for that topic alone");
  }
}

void remark_on_grants(const auth::claims& grants, terminal& at) {
  if (!grants.expires) remark(at, command, "the token never expires");
  remark_on_selectors(grants.publish, at);
  remark_on_selectors(grants.subscribe, at);
}

int mint(const std::vector<std::string>& words, terminal& at) {
  const auto order = try_read_mint(words, std::chrono::system_clock::now());
  if (!order) return fail(at, command, order.error().sentence, exit_usage);
  const auto key = auth::try_read_signing_key(order->algorithm, order->key_file);
  if (!key) return fail(at, command, key.error().message(), exit_usage);
  for (const std::string& each : key->remarks) remark(at, command, each);
  const auto token = auth::try_mint(key->value, order->grants);
  if (!token) return fail(at, command, token.error().message(), exit_usage);
  const auto read = auth::inspect(*token, {}, std::chrono::system_clock::now(), 0s);
  for (const std::string& each : read.problems) remark(at, command, each);
  if (!read.problems.empty()) return exit_failed;
  remark_on_grants(order->grants, at);
  at.out << *token << '\n' << std::flush;
  return exit_fine;
}

// Whoever prints a token ends the line; that is not a space around the token.
std::string without_line_end(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  if (text.ends_with('\r')) text.pop_back();
  return text;
}

void print_list(std::string_view title, const std::vector<std::string>& sentences, terminal& at) {
  if (sentences.empty()) return;
  at.out << title << ":\n";
  for (const std::string& each : sentences) at.out << "  - " << each << '\n';
}

// Nobody who reads only the last line should take a signature for verified.
std::string_view verdict(const auth::inspection& seen, const std::vector<auth::key>& keys) {
  if (!seen.problems.empty()) return "The token will be refused.";
  return keys.empty() ? "The token will do if its signature is good; --key FILE verifies it."
                      : "The token will do.";
}

int print_inspection(const auth::inspection& seen, const std::vector<auth::key>& keys,
                     terminal& at) {
  if (!seen.header.empty()) at.out << "header: " << seen.header << '\n';
  if (!seen.claims.empty()) at.out << "claims: " << seen.claims << '\n';
  print_list("remarks", seen.remarks, at);
  print_list("problems", seen.problems, at);
  at.out << verdict(seen, keys) << '\n' << std::flush;
  return seen.problems.empty() ? exit_fine : exit_failed;
}

int inspect(const std::vector<std::string>& words, terminal& at) {
  auto order = try_read_inspect(words);
  if (!order) return fail(at, command, order.error().sentence, exit_usage);
  std::vector<auth::key> keys;
  for (const std::string& file : order->key_files) {
    auto key = auth::try_read_key(order->algorithm, file);
    if (!key) return fail(at, command, key.error().message(), exit_usage);
    for (const std::string& each : key->remarks) remark(at, command, file + ": " + each);
    // It may be why the signature is not good.
    for (const std::string& each : key->notes) remark(at, command, file + ": " + each);
    keys.push_back(std::move(key->value));
  }
  if (!order->token) {
    auto input = try_read_to_end(at.in, longest_input_bytes, "standard input");
    if (!input) return fail(at, command, input.error().message(), exit_usage);
    order->token = without_line_end(std::move(*input));
  }
  const auto seen = auth::inspect(*order->token, keys, std::chrono::system_clock::now(), 0s);
  return print_inspection(seen, keys, at);
}

}  // namespace

int run_token(const std::vector<std::string>& words, terminal& at) {
  if (is_help_asked(words)) {
    at.out << usage << std::flush;
    return exit_fine;
  }
  const std::string verb = words.empty() ? "" : words.front();
  const std::vector<std::string> rest(words.begin() + (words.empty() ? 0 : 1), words.end());
  if (verb == "mint") return mint(rest, at);
  if (verb == "inspect") return inspect(rest, at);
  return fail(at, command, "say mint or inspect; --help has examples", exit_usage);
}

}  // namespace sluice::cli
