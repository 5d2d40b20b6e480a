// What libcurl's failures mean.
#pragma once

#include "client/curl_handle.hpp"
#include "client/timed_answer.hpp"

namespace sluice::client {

/// Of a request that ended with `code`.
trouble trouble_of(const curl_handle& what, CURLcode code);

}  // namespace sluice::client
