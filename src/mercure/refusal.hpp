// Why a request of the protocol is refused for what it says, whoever says it.
#pragma once

#include <string>

#include "base/result.hpp"
#include "sluice/reply.hpp"

namespace sluice::mercure {

/// The answer's parts. A value. What the sentence quotes of the request is printable ASCII, so it
/// may be logged as it is.
struct refusal {
  /// 400 for what no hub could take, 413 for what is over a limit of this one.
  int status;
  /// No full stop.
  std::string sentence;

  friend bool operator==(const refusal&, const refusal&) = default;
};

/// Throws std::runtime_error with the sentence: what `value()` of an outcome without one does.
[[noreturn]] void throw_exception_from_error(const refusal& what, const boost::source_location&);

/// A value, or why there is none.
template <class T>
using outcome = boost::system::result<T, refusal>;

/// The whole answer: text/plain, the sentence as a line of its own, not to be cached.
reply to_reply(const refusal& of);

}  // namespace sluice::mercure
