#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/fcgi_record.hpp"

namespace sluice::test {

enum class peer_trouble { late, closed, reset, malformed };

/// The worker did not do what the web server's side needs. `what()` says what was waited for.
class peer_error final : public std::runtime_error {
 public:
  peer_error(peer_trouble kind, const std::string& what) : runtime_error(what), kind_(kind) {}
  peer_trouble kind() const { return kind_; }

 private:
  peer_trouble kind_;
};

/// How the worker's side of a connection looks.
enum class connection_state { open, closed, reset };

/// What came for one request, up to and with END_REQUEST.
struct fcgi_response {
  std::string output;                // the contents of all STDOUT records
  std::string errors;                // the same of STDERR
  std::string end;                   // the eight bytes of END_REQUEST's body
  std::vector<std::size_t> records;  // the contentLength of every STDOUT record, in order

  bool has_ended_output() const { return !records.empty() && records.back() == 0; }
};

/// Plays the web server: one connection to a worker. Every read has a deadline and checks each
/// header: version 1, reserved byte 0, a type the application may send. Not movable; one thread.
class fcgi_peer final {
 public:
  /// Connects. Throws std::system_error.
  explicit fcgi_peer(const std::string& address);
  /// Takes over a connected, non-blocking socket.
  explicit fcgi_peer(int connected) : socket_(connected) {}
  fcgi_peer(const fcgi_peer&) = delete;
  fcgi_peer& operator=(const fcgi_peer&) = delete;

  int number() const { return socket_.number(); }

  /// Writes all of `bytes`. Throws peer_error when the worker is gone or does not read in time.
  void write(std::string_view bytes, time_point deadline = within());
  /// The same in pieces of `piece_bytes`, each a call of its own.
  void write_in_pieces(std::string_view bytes, std::size_t piece_bytes,
                       time_point deadline = within());

  /// Takes in what has come, without waiting.
  connection_state receive();
  /// A record that has come whole; nothing when there is none. Throws peer_error (malformed).
  std::optional<record> take_record();
  /// The next record. Throws peer_error.
  record read_record(time_point deadline = within());
  /// Everything up to END_REQUEST of `id`. Throws peer_error, also for a record of another id.
  fcgi_response read_response(std::uint16_t id = 1, time_point deadline = within());
  /// Waits until the worker closes, dropping what comes before. `open` when the deadline came.
  connection_state wait_until_gone(time_point deadline = within());

  /// Bytes that came and are not yet part of a record that was taken.
  std::size_t unread_bytes() const { return received_.size() - taken_; }

  /// shutdown(SHUT_WR): the worker reads an end, and may still write.
  void shut_down_writing();
  /// Closes at once with a reset (TCP), or with unread bytes left behind (unix), which the other
  /// side sees as ECONNRESET.
  void reset();
  void close() { socket_.close(); }

 private:
  descriptor socket_;
  std::string received_;
  std::size_t taken_ = 0;
};

}  // namespace sluice::test
