// The requests that the hub is asked with.
#pragma once

#include <string>
#include <vector>

#include "support/web_request.hpp"

namespace sluice::bench {

/// A stream of one topic, from now on.
test::web_request subscribe_request(const std::string& topic);
/// One update of `topics` with `data`, which needs no escapes but for its spaces; the connection is
/// kept.
test::web_request publish_request(const std::vector<std::string>& topics, const std::string& data,
                                  const std::string& token);

}  // namespace sluice::bench
