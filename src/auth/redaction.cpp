#include "auth/redaction.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"
#include "http/form.hpp"

namespace sluice::auth {
namespace {

constexpr std::string_view parameter = "authorization";
constexpr std::string_view separators = "?&#;";

}  // namespace

std::string without_tokens(std::string_view target) {
  std::string out;
  while (true) {
    const std::size_t end = std::min(target.find_first_of(separators), target.size());
    const std::string_view pair = target.substr(0, end);
    const std::size_t equals = pair.find('=');
    const bool is_token =
        equals != std::string_view::npos &&
        equals_ignoring_case(http::percent_decode(pair.substr(0, equals)), parameter);
    out += is_token ? pair.substr(0, equals + 1) : pair;
    if (is_token) out += "***";
    if (end == target.size()) return out;
    out += target[end];
    target.remove_prefix(end + 1);
  }
}

}  // namespace sluice::auth
