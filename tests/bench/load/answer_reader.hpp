#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "bench/peers/subject.hpp"

namespace sluice::bench {

/// Finds where the answers to publishing requests end, at whatever places their bytes are split.
/// Keeps no more than an answer that has not come whole. Pure.
class answer_reader final {
 public:
  explicit answer_reader(answer_form form) : form_(form) {}

  /// How many answers `bytes` complete. Throws std::runtime_error with its words for an answer that
  /// is no success.
  std::size_t take(std::string_view bytes);

 private:
  const answer_form form_;
  std::string input_;
};

}  // namespace sluice::bench
