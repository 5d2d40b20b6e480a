#pragma once

#include <string>

#include "client/hub_url.hpp"
#include "client/interrupt.hpp"
#include "client/stream_source.hpp"

namespace sluice::client {

/// A stream through a web server. Borrows the interrupt.
class http_stream final : public stream_source {
 public:
  http_stream(hub_url url, const interrupt& until) : url_(std::move(url)), until_(until) {}

  stream_ending follow(const std::string& last_event_id, const std::string& token,
                       stream_listener& listener) override;

 private:
  const hub_url url_;
  const interrupt& until_;
};

}  // namespace sluice::client
