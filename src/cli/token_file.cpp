#include "cli/token_file.hpp"

#include <algorithm>
#include <string_view>

#include "base/text.hpp"
#include "cli/content.hpp"

namespace sluice::cli {
namespace {

// As much as all variables of a request may have: no longer one can arrive.
constexpr std::size_t longest_token_bytes = 64 * 1024;

bool is_token_character(char c) {
  const bool is_alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_alphanumeric || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

}  // namespace

result<std::string> try_read_token(const std::string& path) {
  const auto content = try_read_file(path, longest_token_bytes);
  if (!content) return content.error();
  const std::string_view token = trimmed(*content, " \t\r\n");
  if (token.empty()) return failure{errc::text_malformed, path + " holds no token"};
  if (std::all_of(token.begin(), token.end(), is_token_character)) return std::string(token);
  return failure{errc::text_malformed,
                 path + " must hold the token alone: no \"Bearer\", no quotes, one line"};
}

}  // namespace sluice::cli
