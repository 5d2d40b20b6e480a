#pragma once

#include <string>
#include <utility>

#include "client/hub_url.hpp"
#include "client/interrupt.hpp"
#include "client/stream_source.hpp"

namespace sluice::client {

/// A stream from a worker's own socket, by FastCGI, with no web server in between. Borrows the
/// interrupt.
class worker_stream final : public stream_source {
 public:
  /// `address` is a path, which holds a slash, or HOST:PORT.
  worker_stream(std::string address, hub_url asked, const interrupt& until)
      : address_(std::move(address)), asked_(std::move(asked)), until_(until) {}

  stream_ending follow(const std::string& last_event_id, const std::string& token,
                       stream_listener& listener) override;

 private:
  std::string request_bytes(const std::string& last_event_id, const std::string& token) const;

  const std::string address_;
  const hub_url asked_;
  const interrupt& until_;
};

}  // namespace sluice::client
