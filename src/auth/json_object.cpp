#include "auth/json_object.hpp"

#include <algorithm>

namespace sluice::auth {
namespace {

// Brackets outside strings. For text that is not JSON the number means nothing, and nothing else
// accepts it.
std::size_t levels_of(std::string_view text) {
  std::size_t deepest = 0;
  std::size_t level = 0;
  bool is_in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      is_in_string = !is_in_string;
    } else if (is_in_string) {
      if (c == '\\') ++i;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++level);
    } else if ((c == '}' || c == ']') && level > 0) {
      --level;
    }
  }
  return deepest;
}

}  // namespace

std::optional<nlohmann::json> try_parse_json(std::string_view text) {
  if (levels_of(text) > deepest_json_levels) return std::nullopt;
  // A byte order mark, which the library skips, is not JSON (RFC 8259, section 8.1).
  if (text.starts_with("\xef\xbb\xbf")) return std::nullopt;
  const nlohmann::json::parser_callback_t keep_all = nullptr;
  constexpr bool throws = false;
  auto parsed = nlohmann::json::parse(text.begin(), text.end(), keep_all, throws);
  if (parsed.is_discarded()) return std::nullopt;
  return parsed;
}

std::optional<nlohmann::json> try_parse_json_object(std::string_view text) {
  auto parsed = try_parse_json(text);
  if (!parsed || !parsed->is_object()) return std::nullopt;
  return parsed;
}

}  // namespace sluice::auth
