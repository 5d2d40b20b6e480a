#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "support/descriptor.hpp"
#include "support/web_request.hpp"

namespace sluice::bench {

/// One subscriber of the hub, which checks that nothing of what `publishers` sends is missing or
/// out of order. It copies nothing, for a thousand of them share the machine with the worker. One
/// thread.
///
/// It takes records only that end where an event ends, as the worker makes them of updates below
/// 64 KiB.
class reader final {
 public:
  /// Connects and does not ask yet. Throws std::system_error.
  explicit reader(const std::string& address);
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;

  /// Connects anew, as a browser that comes back: what it has heard so far goes on to count.
  void reconnect(const std::string& address);
  /// Asks for a stream. Throws std::system_error.
  void ask(const test::web_request& what);
  /// Takes in some of what has come; false when nothing has. Throws peer_error (malformed) for what
  /// is not a stream, a refusal for example, with its text.
  bool receive();

  int number() const { return socket_.number(); }
  /// The stream's head has come.
  bool has_begun() const { return has_begun_; }
  /// END_REQUEST came, or the connection was closed.
  bool is_over() const { return is_over_; }
  std::size_t events() const { return events_; }
  std::size_t bytes() const { return bytes_; }
  /// Events that do not follow on the one before of their publisher, or come from none.
  std::size_t faults() const { return faults_; }
  /// The same for all readers that had the same events in the same order.
  std::uint64_t order() const { return order_; }
  /// Of the last event that came whole.
  const std::string& last_id() const { return last_id_; }

 private:
  std::size_t take_records(std::string_view bytes);
  void take_output(std::string_view content);
  std::string_view without_head(std::string_view content);
  void take_data(std::string_view data);

  test::descriptor socket_;
  std::string rest_;  // of a record that has not come whole
  std::string last_id_;
  std::vector<std::uint32_t> next_;  // of each publisher; 0 is one not heard yet
  std::size_t events_ = 0;
  std::size_t bytes_ = 0;
  std::size_t faults_ = 0;
  std::uint64_t order_ = 0;
  bool has_begun_ = false;
  bool is_over_ = false;
};

}  // namespace sluice::bench
