// The words behind a command.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.hpp"

namespace sluice::cli {

/// What stands behind an option: nothing, one value, or one value each time it is given.
enum class takes { nothing, value, values };

struct option {
  std::string_view name;
  takes what;
};

/// True when `--help` or `-h` stands before any `--`.
bool is_help_asked(const std::vector<std::string>& words);

/// Options and operands, sorted. A value.
class arguments final {
 public:
  /// Reads `--name value` and `--name=value`; what begins otherwise is an operand, and so is all
  /// behind `--`. Names are not abbreviated. Fails with a sentence that never quotes a value.
  static outcome<arguments> try_read(const std::vector<std::string>& words,
                                     std::span<const option> known);

  bool has(std::string_view name) const { return options_.contains(name); }
  std::optional<std::string> value(std::string_view name) const;
  /// In their order; none when it is not given.
  std::vector<std::string> values(std::string_view name) const;
  const std::vector<std::string>& operands() const { return operands_; }

 private:
  arguments() = default;

  std::map<std::string, std::vector<std::string>, std::less<>> options_;
  std::vector<std::string> operands_;
};

}  // namespace sluice::cli
