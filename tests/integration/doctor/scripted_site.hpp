// A web server with a worker behind it, both played by the test: what a doctor can meet, by script.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"

namespace sluice::test {

/// How the site treats a stream and what it says. A value; as it is, all is well.
struct site_manners {
  /// Each frame is handed on so much later.
  std::chrono::milliseconds delay{0};
  /// Frames are handed on when so many are there; 0 for all at the end.
  std::size_t lump_frames = 1;
  /// The site compresses where it may, and hands on at the end.
  bool holds_compressed = false;
  /// After so much silence the stream is cut; zero for never.
  std::chrono::milliseconds longest_silence{0};
  /// Headers that the worker never sees, in lower case.
  std::vector<std::string> kept_headers = {};
  std::string type = "text/event-stream";
  /// Answers every request so, without a worker.
  std::string answer_to_all = {};
  /// Streams beyond it get 503, or wait for a place where `queues`; zero for any number.
  std::size_t most_streams = 0;
  bool queues = false;
  /// The first stream that is cut is unknown to the worker afterwards, as where that was restarted;
  /// later ones are not cut.
  bool restarts_once = false;
  /// Short answers beyond it are 503; zero for any number.
  std::size_t most_short_answers = 0;
  /// Requests are read and never answered.
  bool is_mute = false;
  /// Answers every stream so, or the first ones.
  std::string answer_to_streams = {};
  std::size_t streams_answered_so = std::numeric_limits<std::size_t>::max();
  /// The frame, behind a departure, by whose writing the worker learns of it; 0 for at once.
  std::size_t departure_writes = 0;
  /// Large frames are kept for a doctor that does not read them; without it they fill the socket,
  /// and then the worker waits.
  bool stores_large = false;
  std::string server = "nginx/1.22.1";
  /// What the worker hears that its web server is.
  std::string inner_server = {};
  std::chrono::milliseconds heartbeat{15'000};
};

/// Listens on a loopback port of its own until it is destroyed; a thread a connection.
class scripted_site final {
 public:
  explicit scripted_site(site_manners manners);
  ~scripted_site();
  scripted_site(const scripted_site&) = delete;
  scripted_site& operator=(const scripted_site&) = delete;

  std::string url() const { return "http://" + address_; }
  /// How many there were.
  std::size_t requests() const { return requests_; }

 private:
  // What the worker remembers of a probe.
  struct course {
    std::string state = "running";
    time_point begun = clock::now();
    double ms = 0;
    std::size_t writes = 0;
  };

  void accept_all();
  void serve(int connected);
  void answer_ending(int connected, const std::string& id);
  class hand;
  std::size_t take_place();
  void send_stream(int connected, const std::string& head);
  std::string send_frames(int connected, const std::string& head, hand& to);
  std::string frame(std::size_t number, time_point begun, const std::string& head) const;
  bool has_left_by(time_point due, int connected) const;
  void note(const std::string& id, std::size_t writes);
  void forget(const std::string& id);
  void end(const std::string& id, const std::string& state);

  const site_manners manners_;
  descriptor listening_;
  std::string address_;
  std::atomic<bool> is_over_ = false;
  std::atomic<std::size_t> streams_ = 0;
  std::atomic<std::size_t> answered_so_ = 0;
  std::atomic<std::size_t> short_answers_ = 0;
  std::atomic<std::size_t> requests_ = 0;
  std::atomic<bool> has_restarted_ = false;
  std::mutex mutex_;
  std::map<std::string, course> courses_;
  std::vector<std::thread> connections_;  // the accepting thread's
  std::thread accepting_;
};

}  // namespace sluice::test
