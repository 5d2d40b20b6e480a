#include "fcgi/server.hpp"

#include <sys/epoll.h>

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

void server::accept_from(int listening, queue_at_end queue) {
  acceptors_.push_back(std::make_unique<acceptor>(*this, listening, queue));
}

void server::stop_accepting() {
  for (auto& each : acceptors_) each->accept_last();
  acceptors_.clear();
}

void server::adopt(int descriptor) {
  connections_.push_back(std::make_unique<connection>(*this, descriptor));
  connections_.back()->place_ = static_cast<std::uint32_t>(connections_.size() - 1);
  // A web server sends its request right behind its connect, so the bytes are here as a rule, and
  // need no turn of the loop, and no wake-up, of their own.
  connections_.back()->on_ready(EPOLLIN);
}

void server::bury(connection& what) {
  if (buried_.empty()) loop_.post([this] { free_buried(); });
  // The last one takes its place.
  const std::uint32_t place = what.place_;
  connections_.back()->place_ = place;
  std::swap(connections_[place], connections_.back());
  buried_.push_back(std::move(connections_.back()));
  connections_.pop_back();
}

// A turn later than asked: what was attached to them is buried by its own owner, maybe behind this,
// and until then is told of updates and ended topics.
void server::free_buried() {
  const auto all = std::make_shared<connection_list>(std::move(buried_));
  buried_.clear();
  loop_.post([all] { all->clear(); });
}

void server::stop_keeping() {
  keeps_connections_ = false;
  std::vector<connection*> idle;
  for (const auto& each : connections_) {
    if (each->is_idle()) idle.push_back(each.get());
  }
  for (connection* const each : idle) each->abandon();
}

void server::abandon_all() {
  while (!connections_.empty()) connections_.back()->lose(gone::worker_ends);
}

}  // namespace sluice::fcgi
