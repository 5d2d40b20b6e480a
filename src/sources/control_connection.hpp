#pragma once

#include <cstdint>

#include "base/descriptor.hpp"
#include "loop/poller.hpp"
#include "sources/control_conversation.hpp"

namespace sluice::sources {

class control_socket;

/// One client of the control socket, which owns it: moves bytes between its socket and its
/// conversation, and orders to the publisher. A client that has gone is still obeyed: what it sent
/// is published, and the answers are dropped. Loop's thread.
class control_connection final : private loop::ready_handler {
 public:
  /// `number` is its address for outcomes.
  control_connection(control_socket& owner, std::uint64_t number, sluice::descriptor socket);
  ~control_connection();
  control_connection(const control_connection&) = delete;
  control_connection& operator=(const control_connection&) = delete;

  /// Takes an outcome; `advance` follows when all that came together are taken.
  void take(std::uint64_t line, const outcome& what) { conversation_.answer(line, what); }
  /// Does all that can be done now, and may bury this connection.
  void advance();
  /// Reads no more; closes when the whole lines that were read are answered.
  void drain();

 private:
  void on_ready(std::uint32_t events) override;

  void read();
  void perform(numbered_order next);
  // True when something has been done: there may be room for more then.
  bool perform_one();
  bool write_some();
  void watch();
  void unwatch();
  void finish();

  control_socket& owner_;
  const std::uint64_t number_;
  sluice::descriptor socket_;
  control_conversation conversation_;
  bool is_deaf_ = false;       // the client takes no more answers
  std::uint32_t watched_ = 0;  // the events waited for; 0 = not watched
};

}  // namespace sluice::sources
