#include "hub/selector.hpp"

#include <optional>
#include <utility>

namespace sluice::hub {
namespace {

constexpr std::string_view everything_text = "*";

std::shared_ptr<const uri_template> try_compile_shared(std::string_view text) {
  if (text.find('{') == text.npos) return nullptr;
  std::optional<uri_template> compiled = uri_template::try_compile(text);
  return compiled ? std::make_shared<const uri_template>(std::move(*compiled)) : nullptr;
}

}  // namespace

selector::selector(std::string text)
    : text_(std::move(text)), pattern_(try_compile_shared(text_)) {}

selector::kind selector::what() const {
  if (text_ == everything_text) return kind::everything;
  return pattern_ ? kind::pattern : kind::exact;
}

bool selector::matches(std::string_view topic) const {
  if (text_ == everything_text || text_ == topic) return true;
  return pattern_ && pattern_->matches(topic);
}

}  // namespace sluice::hub
