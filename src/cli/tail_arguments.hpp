// What `sluice tail` is asked for. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "cli/event_text.hpp"
#include "cli/tail_course.hpp"
#include "client/hub_url.hpp"

namespace sluice::cli {

/// A value.
struct tail_order {
  std::vector<std::string> topics;
  /// By a web server, or the URL that a worker is asked for on its socket.
  std::optional<client::hub_url> url;
  /// A worker's own socket: a path or HOST:PORT.
  std::optional<std::string> socket;
  std::optional<std::string> token_file;
  /// Names the socket when neither URL nor socket is given.
  std::optional<std::string> configuration;
  tail_options course;
  event_format format = event_format::plain;

  friend bool operator==(const tail_order&, const tail_order&) = default;
};

/// Reads the words behind `tail`.
outcome<tail_order> try_read_tail(const std::vector<std::string>& words);

}  // namespace sluice::cli
