#pragma once

#include <string>

#include "support/cgi_answer.hpp"
#include "support/fcgi_peer.hpp"
#include "support/web_request.hpp"

namespace sluice::test {

/// Publishes over one kept connection, an update at a time. One thread. Throws peer_error.
class publisher final {
 public:
  publisher(const std::string& address, std::string token)
      : peer_(address), token_(std::move(token)) {}

  /// The worker's answer, whatever it is.
  cgi_answer post(const fields& form, time_point deadline = within());
  /// Publishes and returns the update's id; anything but a 200 is a peer_error (malformed).
  std::string publish(const fields& form, time_point deadline = within());
  /// An update of one topic.
  std::string publish(const std::string& topic, const std::string& data) {
    return publish({{"topic", topic}, {"data", data}});
  }

 private:
  fcgi_peer peer_;
  std::string token_;
};

}  // namespace sluice::test
