#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "base/log.hpp"

namespace sluice::config {

enum class io_uring_use { automatic, never };

/// What a worker is told. A value. Each field is one entry of `options()` (table.cpp), which holds
/// its name, its range and the argument for its number; the initial value here is the default.
struct settings {
  std::vector<std::string> sockets;
  unsigned socket_mode = 0660;
  std::string socket_group;
  std::size_t socket_backlog = 4096;
  std::string control;
  unsigned control_mode = 0660;
  std::string control_group;

  std::string base_path = "/sluice";
  bool demo = false;

  std::vector<std::string> publisher_keys;
  std::string publisher_algorithm = "HS256";
  std::vector<std::string> subscriber_keys;
  std::string subscriber_algorithm = "HS256";
  std::vector<std::string> cookie_names = {"mercureAuthorization"};
  bool query_tokens = false;
  std::chrono::milliseconds clock_leeway = std::chrono::seconds(0);
  bool anonymous = false;
  bool require_grant = false;
  std::vector<std::string> cors_origins;
  std::vector<std::string> publish_origins;
  std::vector<std::string> admin_addresses = {"127.0.0.1", "::1"};

  std::string history = "memory";
  std::size_t history_updates = 10'000;
  std::size_t history_bytes = 64 * 1024 * 1024;
  std::chrono::milliseconds history_age = std::chrono::hours(24);
  std::size_t backlog_limit_bytes = 256 * 1024;
  std::size_t topics_limit = 100;
  bool subscriptions = false;

  std::chrono::milliseconds heartbeat = std::chrono::seconds(15);
  std::chrono::milliseconds retry_min = std::chrono::seconds(2);
  std::chrono::milliseconds retry_max = std::chrono::seconds(5);
  std::chrono::milliseconds max_age = std::chrono::seconds(0);
  std::size_t streams_limit = 0;
  std::size_t address_limit = 0;

  std::size_t params_limit_bytes = 64 * 1024;
  std::size_t message_limit_bytes = 1024 * 1024;
  std::chrono::milliseconds body_timeout = std::chrono::seconds(10);
  std::chrono::milliseconds keep_idle = std::chrono::minutes(5);

  std::size_t loops = 0;
  io_uring_use io_uring = io_uring_use::automatic;
  std::chrono::milliseconds drain = std::chrono::seconds(10);
  log::level log_level = log::level::info;
  std::string log_file;

  friend bool operator==(const settings&, const settings&) = default;
};

}  // namespace sluice::config
