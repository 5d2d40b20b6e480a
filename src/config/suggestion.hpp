#pragma once

#include <span>
#include <string>
#include <string_view>

namespace sluice::config {

/// The candidate that `word` is most likely a misspelling of; empty when none is near.
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace sluice::config
