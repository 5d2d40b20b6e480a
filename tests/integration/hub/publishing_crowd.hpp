#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "support/fcgi_peer.hpp"

namespace sluice::test {

/// Many publishers at once, each with one update under way: as soon as one is answered, its
/// publisher sends the next. Ids are "<name>/<publisher>/<number>". One thread.
class publishing_crowd final {
 public:
  /// Connects. Throws std::system_error.
  publishing_crowd(const std::string& address, std::string name, std::size_t publishers);

  /// Sends, and calls `on_answers` once as soon as that many updates are answered; then sends no
  /// more, and returns when every publisher's connection is closed or its last answer is there.
  /// Throws peer_error when that takes longer than `deadline`.
  void publish(std::size_t answers, const std::function<void()>& on_answers, time_point deadline);

  /// The ids that were answered 200, of one publisher after the other, in the order in which it
  /// sent them.
  std::vector<std::vector<std::string>> answered() const;
  /// How many answered ids are not in `order`, or stand before one that the same publisher had
  /// answered before.
  std::size_t misplaced_in(const std::vector<std::string>& order) const;
  /// Every id that was sent.
  std::vector<std::string> sent() const;

 private:
  struct one {
    std::unique_ptr<fcgi_peer> peer;
    std::string output;
    std::vector<std::string> sent;
    std::size_t answered = 0;
    bool is_over = false;
  };

  void send_next(std::size_t publisher);
  /// True when an update was answered 200.
  bool take_from(one& which);

  std::string name_;
  std::vector<one> all_;
};

}  // namespace sluice::test
