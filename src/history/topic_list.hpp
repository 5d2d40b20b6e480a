// The topics of an update in one column of a log: a netstring each (D. J. Bernstein, 1997), such as
// "5:a/b/c,". Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::history {

std::string encode_topics(const std::vector<std::string>& topics);

/// Nothing when `text` is not what `encode_topics` writes.
std::optional<std::vector<std::string>> decode_topics(std::string_view text);

}  // namespace sluice::history
