#include "fcgi/server.hpp"

#include "fcgi/acceptor.hpp"
#include "fcgi/connection.hpp"

namespace sluice::fcgi {
namespace {

// As much as a unix socket holds by default, so that one read takes one publish.
constexpr std::size_t scratch_bytes = 256 * 1024;

}  // namespace

server::server(loop::event_loop& loop, const server_limits& limits, sluice::budget& connections,
               fault_lines& lines, request_acceptor& requests)
    : loop_(loop),
      limits_(limits),
      budget_(connections),
      requests_(requests),
      scratch_(scratch_bytes),
      lines_(lines) {}

server::~server() {
  abandon_all();
}

void server::accept_from(int listening) {
  acceptors_.push_back(std::make_unique<acceptor>(*this, listening));
}

void server::stop_accepting() {
  for (auto& each : acceptors_) each->accept_all();
  acceptors_.clear();
}

void server::adopt(int descriptor) {
  auto made = std::make_unique<connection>(*this, descriptor);
  connection* const key = made.get();
  connections_.emplace(key, std::move(made));
}

void server::bury(connection& what) {
  const auto found = connections_.find(&what);
  if (found == connections_.end()) return;
  if (buried_.empty()) loop_.post([this] { buried_.clear(); });
  buried_.push_back(std::move(found->second));
  connections_.erase(found);
}

void server::stop_keeping() {
  keeps_connections_ = false;
  std::vector<connection*> idle;
  for (const auto& [each, owned] : connections_) {
    if (each->is_idle()) idle.push_back(each);
  }
  for (connection* const each : idle) each->abandon();
}

void server::abandon_all() {
  while (!connections_.empty()) connections_.begin()->second->lose(gone::worker_ends);
}

}  // namespace sluice::fcgi
