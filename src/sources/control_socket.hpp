#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/budget.hpp"
#include "base/log.hpp"
#include "loop/event_loop.hpp"
#include "loop/unix_listener.hpp"
#include "sources/control_connection.hpp"
#include "sources/outcome_box.hpp"
#include "sources/publisher.hpp"

namespace sluice::sources {

/// Takes updates from programs of this machine, over a unix socket: a JSON object a line, and an
/// answer a line. Who may connect is the socket file's to say; there are no tokens. Lives on one
/// loop: built before it runs or on its thread, destroyed when it runs no more.
class control_socket final : private loop::ready_handler, private loop::deadline_handler {
 public:
  /// Every connection takes one of `connections`, so that a drain waits for it.
  control_socket(loop::event_loop& loop, loop::unix_listener listening, sources::publisher& to,
                 const conversation_limits& limits, budget& connections);
  ~control_socket();
  control_socket(const control_socket&) = delete;
  control_socket& operator=(const control_socket&) = delete;

  /// Accepts no more, removes the socket's file, reads no more, answers what was read, and closes
  /// each connection behind its last answer. Loop's thread.
  void drain();

  // What its connections need.
  loop::event_loop& loop() { return loop_; }
  sources::publisher& publisher() { return publisher_; }
  const conversation_limits& limits() const { return limits_; }
  std::vector<char>& scratch() { return scratch_; }
  /// Tells the connection `number`, if it still is there, the outcome of its line.
  publisher::completion completion_for(std::uint64_t number, std::uint64_t line);
  /// Says in the log that a line is refused.
  void report(std::uint64_t line, const rejection& why);
  /// Destroys the connection once the callbacks that are running now have returned.
  void bury(std::uint64_t number);

 private:
  void on_ready(std::uint32_t events) override;
  void on_deadline(time_point now) override;

  bool accept_one();
  void adopt(int descriptor);
  void watch();
  void look_away(const char* why);
  void deliver();

  loop::event_loop& loop_;
  std::optional<loop::unix_listener> listening_;  // none while draining
  sources::publisher& publisher_;
  conversation_limits limits_;
  budget& budget_;
  bool is_watching_ = false;
  loop::deadline pause_;
  log::limiter refused_lines_;
  log::limiter exhausted_lines_;
  std::vector<char> scratch_;
  std::shared_ptr<outcome_box> outcomes_;  // shared with the completions that are not called yet
  std::uint64_t last_number_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<control_connection>> connections_;
  std::vector<std::unique_ptr<control_connection>> buried_;
};

}  // namespace sluice::sources
