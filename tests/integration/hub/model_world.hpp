#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "integration/hub/hub_worker.hpp"
#include "integration/hub/model_client.hpp"
#include "integration/hub/model_order.hpp"

namespace sluice::test {

/// A hub with publishers and readers that do what a seed says. One reader has a grant for
/// everything and reads at once: its stream tells in which order concurrent updates are. One
/// thread. Throws model_violation and peer_error.
class model_world final {
 public:
  /// `held_updates` is the hub's history-updates.
  model_world(std::uint32_t seed, std::size_t held_updates);

  /// Something happens.
  void step();
  /// Brings every reader to the end of the order.
  void settle();

  std::size_t published() const { return order_.size(); }
  std::size_t restarts() const { return restarts_; }
  /// Of which readers were told.
  std::size_t gaps() const;
  const hub_worker& hub() const { return hub_; }

 private:
  struct reader {
    std::unique_ptr<model_client> client;
    bool is_paused = false;
  };

  std::size_t draw(std::size_t below);
  bool happens(std::size_t percent) { return draw(100) < percent; }
  std::string draw_selector();
  model_update draw_update();
  model_interest draw_interest();

  void open_publishers();
  void open_witness();
  void post(fcgi_peer& by, const model_update& what);
  void publish_together(std::size_t updates);
  void restart_amid(std::size_t updates);
  void witness_until(std::string id);
  void move_reader(reader& which);
  void read_all();

  std::mt19937 random_;
  hub_worker hub_;
  model_order order_;
  std::map<std::string, model_update> in_flight_;
  std::vector<std::unique_ptr<fcgi_peer>> publishers_;
  std::unique_ptr<subscriber> witness_;
  std::vector<reader> readers_;
  std::size_t made_ = 0;
  std::size_t restarts_ = 0;
};

}  // namespace sluice::test
