// The coroutine type of every handler: Asio's, so that a handler may await anything Asio can.
#pragma once

#include <utility>

#include <boost/asio/awaitable.hpp>

namespace sluice {

template <class T = void>
using awaitable = boost::asio::awaitable<T>;

}  // namespace sluice
