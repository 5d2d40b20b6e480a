// What a worker's probe route says. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace sluice::doctor {

/// What every answer of the probe route says of its worker. A value.
struct worker_facts {
  std::string version;
  std::string base_path;
  clock::duration heartbeat{};
};

/// The answer to `ended=ID`. A value.
struct probe_ending {
  enum class state { unknown, running, complete, client_gone, ended_by_worker };

  state now = state::unknown;
  /// Since the probe began: until its end, or until now.
  clock::duration after{};
  std::size_t writes = 0;
  worker_facts worker;
};
/// Nothing when the text is no such answer.
std::optional<probe_ending> try_read_ending(std::string_view document);

/// Why an ending says nothing of the way between: no answer came for it, the worker does not know
/// the probe, or ended it by itself. Nothing where it says something.
std::optional<std::string> why_untold(const std::optional<probe_ending>& what);

/// One frame of a stream. A value.
struct frame_document {
  std::size_t number = 0;
  /// When it left, since the worker read the request.
  clock::duration left{};
};
std::optional<frame_document> try_read_frame(std::string_view document);

/// What the first frame says besides: what of the request arrived. A value.
struct arrival_document {
  worker_facts worker;
  bool has_authorization = false;
  bool has_cookie = false;
  bool has_last_event_id = false;
  /// Where it is one of a doctor.
  std::string last_event_id;
  /// SERVER_SOFTWARE of the web server that the worker speaks with.
  std::string server;
};
std::optional<arrival_document> try_read_arrival(std::string_view document);

}  // namespace sluice::doctor
