// Requests whose answers' bytes are seen with the time of their coming.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "client/hub_url.hpp"
#include "client/interrupt.hpp"
#include "client/stream_source.hpp"
#include "client/timed_answer.hpp"

namespace sluice::client {

/// What to ask for. A value.
struct timed_order {
  /// `http_2` is asked for by ALPN, or without TLS by Upgrade; a server without it answers over
  /// HTTP/1.1, and the answer says so.
  enum class protocol { http_1_1, http_2 };
  /// `own` opens a connection that no other request uses; `kept` uses one that is there.
  enum class connection { own, kept };
  /// `first_bytes` takes no more from the connection once the body has begun, until the limit: what
  /// comes is left to whatever lies between.
  enum class reading { all, first_bytes };

  hub_url url;
  /// "Name: value".
  std::vector<std::string> headers = {};
  std::string accept_encoding = "identity";
  /// Certificates to trust in place of the system's; empty for those.
  std::string ca_file = {};
  protocol by = protocol::http_1_1;
  connection on = connection::own;
  reading how_far = reading::all;
  /// How long the whole may take.
  clock::duration limit{};
  /// Hears the body, decoded, as it comes; `leave` closes the connection.
  std::function<after_bytes(std::string_view)> on_body = {};
  /// Asked four times a second while the answer is under way; `leave` closes the connection. It may
  /// ask by another client.
  std::function<after_bytes()> on_look = {};
};

/// Asks a web server, several requests at once if need be. One thread.
class timed_client final {
 public:
  /// A signal at `until` ends what is under way.
  explicit timed_client(const interrupt& until);
  ~timed_client();
  timed_client(const timed_client&) = delete;
  timed_client& operator=(const timed_client&) = delete;

  /// Returns when each answer has ended, was left, or its limit has come. Redirects are not
  /// followed. Throws std::bad_alloc and std::runtime_error as libcurl fails.
  std::vector<timed_answer> ask(std::span<const timed_order> orders);
  timed_answer ask(const timed_order& order);

 private:
  class transport;

  const interrupt& until_;
  const std::unique_ptr<transport> transport_;
};

}  // namespace sluice::client
