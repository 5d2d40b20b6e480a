#include "cli/token_file.hpp"

#include <algorithm>
#include <string_view>

#include "cli/content.hpp"

namespace sluice::cli {
namespace {

// As much as all variables of a request may have: no longer one can arrive.
constexpr std::size_t longest_token_bytes = 64 * 1024;

constexpr std::string_view blank = " \t\r\n";

bool is_token_character(char c) {
  const bool is_alphanumeric =
      (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return is_alphanumeric || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

}  // namespace

result<std::string> try_read_token(const std::string& path) {
  const auto content = try_read_file(path, longest_token_bytes);
  if (!content) return content.error();
  const std::size_t first = content->find_first_not_of(blank);
  if (first == content->npos) return failure{errc::text_malformed, path + " holds no token"};
  const std::string token = content->substr(first, content->find_last_not_of(blank) - first + 1);
  if (std::all_of(token.begin(), token.end(), is_token_character)) return token;
  return failure{errc::text_malformed,
                 path + " must hold the token alone: no \"Bearer\", no quotes, one line"};
}

}  // namespace sluice::cli
