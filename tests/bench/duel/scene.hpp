#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "bench/duel/finding.hpp"
#include "bench/duel/plan.hpp"
#include "bench/load/audience.hpp"
#include "bench/load/desk.hpp"
#include "bench/load/reception.hpp"
#include "bench/load/resources.hpp"

namespace sluice::bench {

/// What a stretch of time cost. A value.
struct usage {
  processor_times processor;
  std::chrono::duration<double> elapsed{};
  std::size_t deliveries = 0;
};

/// A subject, those who listen to it, and those who publish to it. One thread.
class scene final {
 public:
  /// Starts the subject; nobody listens yet. Throws as `start_subject`.
  explicit scene(const run_order& what);
  scene(const scene&) = delete;
  scene& operator=(const scene&) = delete;

  /// Opens `streams` of them, each for what `order_of` says. Complete when all are live.
  void open(std::size_t streams, std::function<stream_order(std::size_t)> order_of,
            std::size_t stuck_every = 0, at_end after = at_end::stays_away);
  /// An update that so many subscribers wait for.
  void publish(const std::vector<std::string>& topics, std::size_t readers,
               reach to = reach::everyone);
  /// Reads for so long.
  void listen(std::chrono::nanoseconds time);
  /// Reads until every delivery has come, and every publish is answered. Throws
  /// std::runtime_error when nothing has come for long.
  void listen_for_all();
  /// Throws std::runtime_error, which says what was waited for, when `limit` comes first.
  void listen_until(const std::function<bool()>& is_true, std::chrono::seconds limit,
                    const std::string& what);
  /// What `act` and the reading of all that it published cost.
  usage measure(const std::function<void()>& act);

  subject& server() { return *server_; }
  audience& listeners() { return *listeners_; }
  std::size_t expected() const { return expected_; }

  /// What is wrong with what the subscribers had; `topic_of` names the topic whose updates each of
  /// them waited for.
  std::vector<std::string> faults(const std::function<std::string(std::size_t)>& topic_of) const;

 private:
  const run_order what_;
  std::unique_ptr<subject> server_;
  ready_set ready_;
  std::optional<audience> listeners_;
  desk by_;
  std::size_t expected_ = 0;
  std::unordered_map<std::string, update_set> sent_;  // by topic, what somebody waits for
};

/// Processor time a delivery, latencies, and how busy this program was.
void add_delivery_figures(const usage& used, const tally& had, finding& into);
/// "NAME_us" for every role and for all servers, for each of `parts`.
void add_processor_figures(const usage& used, std::size_t parts, finding& into);

}  // namespace sluice::bench
