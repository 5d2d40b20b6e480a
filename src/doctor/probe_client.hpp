// Asks the probe route through the web server.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "client/timed_client.hpp"
#include "doctor/probe_request.hpp"
#include "doctor/site_visit.hpp"
#include "doctor/stream_record.hpp"
#include "doctor/worker_answer.hpp"

namespace sluice::doctor {

/// How a stream is asked for, beside what the probe is. A value.
struct stream_way {
  client::timed_order::protocol by = client::timed_order::protocol::http_1_1;
  client::timed_order::reading how_far = client::timed_order::reading::all;
  std::string accept_encoding = "identity";
  std::vector<std::string> headers = {};
  /// How long the whole may take; nothing for what the probe needs and a short answer besides.
  std::optional<clock::duration> limit = {};
  std::function<client::after_bytes(std::string_view)> on_body = {};
  std::function<client::after_bytes()> on_look = {};
};

/// An answer, and what is read from it.
struct seen_stream {
  client::timed_answer answer;
  stream_record record;
};

/// One thread; borrows the visit.
class probe_client final {
 public:
  explicit probe_client(const site_visit& visit) : visit_(visit), client_(visit.until) {}
  probe_client(const probe_client&) = delete;
  probe_client& operator=(const probe_client&) = delete;

  /// A short answer: how the probe `id` ended, or that there is none.
  client::timed_answer ask_ending(const std::string& id);
  /// The same, read; nothing when that is not what came.
  std::optional<probe_ending> try_ask_ending(const std::string& id);
  /// Finds out what a short answer takes; for the records from then on. Where not one comes, gives
  /// the last answer: without the figure no delay can be told.
  std::optional<client::timed_answer> measure_round_trip();
  clock::duration round_trip() const { return round_trip_; }

  /// Each stream on a connection of its own. Returns when it has ended. While the worker refuses it
  /// for other doctors' probes it is asked for again, for three seconds in all.
  seen_stream open(const probe_request& what, const stream_way& how = {});
  /// `count` of them at once, with ids of their own.
  std::vector<seen_stream> open_many(std::size_t count, probe_request what);

 private:
  client::timed_order order_of(const probe_request& what, const stream_way& how) const;
  void add_token(client::timed_order& to) const;

  const site_visit& visit_;
  client::timed_client client_;
  clock::duration round_trip_{};
  clock::duration waited_for_others_{};
};

}  // namespace sluice::doctor
