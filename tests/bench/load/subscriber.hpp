#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "bench/load/reception.hpp"
#include "bench/load/tally.hpp"
#include "bench/load/unframer.hpp"
#include "bench/ready_set.hpp"
#include "support/descriptor.hpp"

namespace sluice::bench {

class subscriber;

/// What an audience's subscribers share: who hears of their streams, and one buffer for all.
class subscriber_host {
 public:
  virtual void on_begin(subscriber& who) = 0;
  virtual void on_end(subscriber& who) = 0;

  tally found;
  std::string text;  // of the read that is being looked at

 protected:
  ~subscriber_host() = default;
};

/// One reader of a stream of any server. It reads much at once, allocates nothing for an event, and
/// checks that what comes is in its publishers' order. One thread.
class subscriber final : public ready_listener {
 public:
  subscriber(subscriber_host& host, std::size_t index) : host_(host), index_(index), socket_(-1) {}

  /// Connects and asks for a stream; `reads` is told when bytes have come. Throws
  /// std::system_error.
  void open(const std::string& address, framing how, const std::string& request, ready_set& reads);
  void on_ready() override;

  std::size_t index() const { return index_; }
  int number() const { return socket_.number(); }
  bool is_live() const { return stream_ && stream_->has_begun(); }
  const update_set& had() const { return reception_.had(); }
  const std::string& last_id() const { return last_id_; }
  /// The server's `retry:`; a browser's own three seconds or so when there was none.
  std::chrono::milliseconds retry() const { return retry_; }

 private:
  void take(std::string_view bytes);
  std::size_t take_lines(std::string_view text, std::chrono::nanoseconds now);
  void take_line(std::string_view line, std::chrono::nanoseconds now);
  void take_data(std::string_view data, std::chrono::nanoseconds now);
  void end();

  subscriber_host& host_;
  const std::size_t index_;
  test::descriptor socket_;
  std::optional<unframer> stream_;
  std::string rest_;  // of a line that has not come whole
  std::string last_id_;
  std::chrono::milliseconds retry_{3000};
  reception reception_;
};

}  // namespace sluice::bench
