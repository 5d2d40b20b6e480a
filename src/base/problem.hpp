// Why a command cannot be carried out.
#pragma once

#include <stdexcept>
#include <string>

#include "base/result.hpp"

namespace sluice {

/// One sentence for whoever typed it: what is wrong and what to do instead. A value.
struct problem {
  std::string sentence;

  friend bool operator==(const problem&, const problem&) = default;
};

/// Throws std::runtime_error with the sentence: what `value()` of an outcome without one does.
[[noreturn]] inline void throw_exception_from_error(const problem& what,
                                                    const boost::source_location&) {
  throw std::runtime_error(what.sentence);
}

/// A value, or why there is none.
template <class T>
using outcome = boost::system::result<T, problem>;

}  // namespace sluice
