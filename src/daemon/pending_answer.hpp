#pragma once

#include <utility>

#include "fcgi/connection.hpp"
#include "sluice/reply.hpp"
#include "sluice/request.hpp"

namespace sluice::daemon {

/// A connection whose answer is still being made; it may be lost meanwhile. Loop's thread.
class pending_answer final : private fcgi::exchange {
 public:
  explicit pending_answer(fcgi::connection& to) : connection_(&to) { to.attach(*this); }
  ~pending_answer() {
    if (connection_) connection_->abandon();
  }
  pending_answer(const pending_answer&) = delete;
  pending_answer& operator=(const pending_answer&) = delete;

  /// Answers, if somebody is still there.
  void give(const reply& what, const request& to) {
    if (fcgi::connection* const connection = std::exchange(connection_, nullptr)) {
      connection->answer(what, to);
    }
  }

 private:
  void on_drained() override {}
  void on_gone(fcgi::gone) override { connection_ = nullptr; }

  fcgi::connection* connection_;
};

}  // namespace sluice::daemon
