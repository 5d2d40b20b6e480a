#include "daemon/worker.hpp"

#include <algorithm>
#include <csignal>
#include <limits>
#include <string>

#include <pthread.h>

#include "base/log.hpp"

namespace sluice::daemon {
namespace {

// More loops than this only wait for each other: the fan-out is a walk over memory.
constexpr std::size_t most_loops = 4;

// Half of the range: each loop may add one before it sees that the limit is passed.
constexpr std::size_t no_limit = std::numeric_limits<std::size_t>::max() / 2;

// A hundred topics of 1,024 bytes, encoded, and the other fields.
constexpr std::size_t form_fields_bytes = 512 * 1024;

// A form encodes a byte as three at the most.
std::size_t body_limit(const config::settings& settings) {
  return 3 * settings.message_limit_bytes + form_fields_bytes;
}

fcgi::server_limits request_limits(const config::settings& settings) {
  return {{settings.params_limit_bytes, body_limit(settings)},
          settings.body_timeout,
          settings.keep_idle};
}

session::settings session_settings(const config::settings& settings) {
  return {{settings.heartbeat, settings.max_age}, settings.retry_min, settings.retry_max};
}

std::size_t most_streams(const config::settings& settings) {
  return settings.streams_limit > 0 ? settings.streams_limit : no_limit;
}

std::string way_of_sending(const loop::send_queue& by) {
  if (by.is_enabled()) return "sends by io_uring";
  return "a system call a send" + (by.why_not().empty() ? "" : " (" + by.why_not() + ")");
}

}  // namespace

std::size_t loop_count(const config::settings& settings) {
  if (settings.loops > 0) return settings.loops;
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, most_loops);
}

worker::worker(const config::settings& settings, const route_table& routes, listeners sockets,
               std::size_t connections, service_manager& manager)
    : settings_(settings),
      manager_(manager),
      sockets_(std::move(sockets)),
      connections_(connections),
      streams_(most_streams(settings), settings.address_limit),
      overview_(loops_, connections_, streams_, is_draining_),
      drain_check_(*this) {
  const shared_parts shared{
      routes,  request_limits(settings_), session_settings(settings_), connections_, lines_,
      streams_};
  for (std::size_t i = 0; i < loop_count(settings_); ++i) {
    loops_.push_back(std::make_unique<loop_worker>(shared));
    if (settings_.io_uring == config::io_uring_use::automatic) {
      loops_.back()->loop().sends().try_enable();
    }
  }
  memory_ = std::make_unique<memory_return>(loops_.front()->loop(), connections_);
}

void worker::join(hub::hub& source) {
  for (const auto& each : loops_) each->join(source, settings_.backlog_limit_bytes);
  upkeep_ = std::make_unique<history_upkeep>(loops_.front()->loop(), source);
}

void worker::take_updates(loop::unix_listener listening, sources::publisher& to,
                          const sources::conversation_limits& limits) {
  controls_.push_back(std::make_unique<sources::control_socket>(
      loops_.front()->loop(), std::move(listening), to, limits, connections_));
}

worker::~worker() {
  stop();
  for (std::thread& each : threads_) each.join();
}

void worker::run(held_signals& signals) {
  loop::event_loop& main_loop = loops_.front()->loop();
  std::signal(SIGPIPE, SIG_IGN);  // a write to a connection that is gone fails, and says so
  main_loop.on_signals(signals, [this](int number) { on_signal(number); });
  open_sockets();
  watchdog_ = std::make_unique<watchdog>(loops_, manager_);
  start_threads();
  log::info("{}, at most {} connections, {}", status(), connections_.limit(),
            way_of_sending(main_loop.sends()));
  main_loop.post([this] { manager_.ready(status()); });
  main_loop.run();
  for (std::thread& each : threads_) each.join();
  threads_.clear();
  log::info("stopped");
}

void worker::open_sockets() {
  for (const auto& each : loops_) {
    for (const fcgi::listen_socket& from : sockets_.sockets()) {
      each->server().accept_from(from.descriptor(), from.queue());
    }
  }
}

std::string worker::status() const {
  return "serving " + settings_.base_path + ", " + std::to_string(loops_.size()) + " event loop" +
         (loops_.size() == 1 ? "" : "s");
}

void worker::renew(const config::settings& settings) {
  settings_ = settings;
  streams_.renew(most_streams(settings), settings.address_limit);
  for (const auto& each : loops_) {
    loop_worker* const loop = each.get();
    loop->loop().post([loop, limits = request_limits(settings),
                       sessions = session_settings(settings)] { loop->renew(limits, sessions); });
  }
}

void worker::start_threads() {
  for (std::size_t i = 1; i < loops_.size(); ++i) {
    threads_.emplace_back([this, i] { loops_[i]->loop().run(); });
    ::pthread_setname_np(threads_.back().native_handle(),
                         ("sluice-loop-" + std::to_string(i)).c_str());
  }
}

void worker::on_signal(int number) {
  if (number == SIGHUP && is_draining_) {
    return log::info("signal {} while draining: there is nothing left to change", number);
  }
  if (number == SIGHUP && !terminal_.is_gone()) return on_hangup_();
  if (!is_draining_.exchange(true)) {
    const double window_seconds = std::chrono::duration<double>(settings_.drain).count();
    log::info("signal {}: draining {} streams within {} s; a second signal ends at once", number,
              streams_.open(), window_seconds);
    manager_.stopping("draining " + std::to_string(streams_.open()) + " streams");
    return drain();
  }
  log::warning("signal {} while draining: ending at once, {} connections are cut", number,
               connections_.taken());
  stop();
}

void worker::drain() {
  drain_end_ = clock::now() + settings_.drain;
  loops_draining_ = loops_.size();
  for (const auto& each : controls_) each->drain();
  for (const auto& each : loops_) {
    loop_worker* const loop = each.get();
    loop->loop().post([this, loop] {
      loop->drain(settings_.drain);
      loops_.front()->loop().post([this] { on_loop_drained(); });
    });
  }
}

// The sockets close when no loop accepts on them any more.
void worker::on_loop_drained() {
  if (--loops_draining_ > 0) return;
  sockets_.close();
  on_deadline(clock::now());
}

void worker::on_deadline(time_point now) {
  if (connections_.taken() == 0) return stop();
  if (now >= drain_end_) {
    log::warning("the drain time is over: {} connections are cut", connections_.taken());
    return stop();
  }
  loops_.front()->loop().deadlines().set(drain_check_, now);
}

void worker::stop() {
  for (const auto& each : loops_) each->loop().stop();
}

}  // namespace sluice::daemon
