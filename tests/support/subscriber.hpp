#pragma once

#include <deque>
#include <string>
#include <vector>

#include "support/cgi_answer.hpp"
#include "support/event_text.hpp"
#include "support/fcgi_peer.hpp"
#include "support/web_request.hpp"

namespace sluice::test {

/// How a stream ended, and what came since the last event that was asked for.
struct stream_ending {
  std::vector<event_block> events;  // those with data
  std::string cut;                  // bytes after the last whole event: empty at a border
  bool has_ended_output = false;    // an empty STDOUT record came before END_REQUEST
  std::string end;                  // the body of END_REQUEST
};

/// One event stream, read at the pace of the test. Throws peer_error.
class subscriber final {
 public:
  /// Asks; the answer's head is there when this is constructed.
  subscriber(const std::string& address, const web_request& asked, time_point deadline = within());

  /// The next event that has data.
  event_block next(time_point deadline = within());
  /// Reads on until END_REQUEST.
  stream_ending read_to_end(time_point deadline = within());

  const cgi_answer& head() const { return head_; }
  /// Every block without data so far: comments, retry, position.
  const std::vector<event_block>& silent_blocks() const { return silent_; }
  /// The contentLength of each STDOUT record so far.
  const std::vector<std::size_t>& records() const { return records_; }
  fcgi_peer& connection() { return peer_; }

 private:
  void read_head(time_point deadline);
  void take_output(const record& what);
  void take_events(std::string_view bytes);

  fcgi_peer peer_;
  std::uint16_t id_;
  cgi_answer head_;
  event_text text_;
  std::deque<event_block> waiting_;
  std::vector<event_block> silent_;
  std::vector<std::size_t> records_;
};

}  // namespace sluice::test
