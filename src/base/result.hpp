// A value or a `failure`. Boost.System's result, whose `value()` throws when there is none.
#pragma once

#include <stdexcept>

#include <boost/system/result.hpp>

#include "base/errc.hpp"

namespace sluice {

[[noreturn]] inline void throw_exception_from_error(const failure& why,
                                                    const boost::source_location&) {
  throw std::runtime_error(why.message());
}

template <class T = void>
using result = boost::system::result<T, failure>;

}  // namespace sluice
