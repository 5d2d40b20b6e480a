#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "integration/hub/model_order.hpp"
#include "support/event_text.hpp"
#include "support/fcgi_peer.hpp"

namespace sluice::test {

/// The hub did what the model does not allow.
class model_violation final : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// A browser with its last event id, that holds each event against the model's order. `order` must
/// have all that is published whenever the client connects or reads. One thread. Throws
/// model_violation.
class model_client final {
 public:
  model_client(std::string address, model_interest wanted, const model_order& order);

  /// Opens a stream, with the last event id if there is one; complete with the answer's head.
  void connect();
  /// Leaves, whatever is under way.
  void disconnect() { stream_.reset(); }
  /// The next connection is a new browser's.
  void forget() { last_id_.reset(); }
  /// Takes in what has come, without waiting; disconnected afterwards when the stream has ended.
  void read();

  bool is_connected() const { return stream_ != nullptr; }
  const std::optional<std::string>& last_id() const { return last_id_; }
  /// How often it was told of a gap.
  std::size_t gaps() const { return gaps_; }

 private:
  void expect_beginning();
  std::optional<std::string> position_told() const;
  void take(const event_block& block);
  void take_position(const std::string& id);
  void take_gap(const event_block& block);
  void take_update(const event_block& block);
  [[noreturn]] void fail(const std::string& what) const;

  std::string address_;
  model_interest wanted_;
  const model_order& order_;
  std::unique_ptr<fcgi_peer> stream_;
  event_text text_;
  std::optional<std::string> last_id_;
  // The place in the order from which on nothing has come yet.
  std::size_t place_ = 0;
  std::optional<std::string> expected_position_;
  bool is_gap_due_ = false;
  bool is_behind_a_gap_ = false;
  std::size_t gaps_ = 0;
};

}  // namespace sluice::test
