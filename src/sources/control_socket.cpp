#include "sources/control_socket.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <set>
#include <utility>

#include <sys/epoll.h>
#include <sys/socket.h>

namespace sluice::sources {
namespace {

// Programs of this machine, each of which keeps its connection or is done within milliseconds. What
// each may make the worker hold is bounded, so this bounds the sum.
constexpr std::size_t most_connections = 64;
// Enough for whoever starts at once; the loop also has streams to serve.
constexpr int accepts_a_round = 16;
// Short against what a publisher notices, long against the cost of a look: ten looks a second.
constexpr auto pause = std::chrono::milliseconds(100);
// As much as a unix socket holds in practice, and about a hundred lines.
constexpr std::size_t scratch_bytes = 64 * 1024;
// One line per five seconds of each kind, whatever a program in a loop does.
constexpr auto line_interval = std::chrono::seconds(5);

}  // namespace

control_socket::control_socket(loop::event_loop& loop, loop::unix_listener listening,
                               sources::publisher& to, const conversation_limits& limits,
                               budget& connections)
    : loop_(loop),
      listening_(std::move(listening)),
      publisher_(to),
      limits_(limits),
      budget_(connections),
      pause_(*this),
      refused_lines_(line_interval),
      exhausted_lines_(line_interval),
      scratch_(scratch_bytes),
      outcomes_(std::make_shared<outcome_box>(loop, [this] { deliver(); })) {
  watch();
  log::info("taking updates without a token on the control socket {}", listening_->path());
}

control_socket::~control_socket() {
  outcomes_->close();
  if (is_watching_) loop_.descriptors().forget(listening_->descriptor(), *this);
  for (std::size_t i = 0; i < connections_.size(); ++i) budget_.give_back();
}

void control_socket::watch() {
  loop_.descriptors().watch(listening_->descriptor(), EPOLLIN, *this);
  is_watching_ = true;
}

void control_socket::on_ready(std::uint32_t) {
  for (int i = 0; i < accepts_a_round; ++i) {
    if (!accept_one()) return;
  }
}

bool control_socket::accept_one() {
  if (connections_.size() >= most_connections) {
    look_away("as many are open as may be");
    return false;
  }
  if (!budget_.try_take()) {
    look_away("the connection limit is reached");
    return false;
  }
  const int descriptor =
      ::accept4(listening_->descriptor(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (descriptor >= 0) {
    adopt(descriptor);
    return true;
  }
  const int error = errno;
  budget_.give_back();
  if (error == EINTR || error == ECONNABORTED) return true;
  if (error != EAGAIN && error != EWOULDBLOCK) look_away(std::strerror(error));
  return false;
}

void control_socket::adopt(int descriptor) {
  const std::uint64_t number = ++last_number_;
  connections_.emplace(
      number, std::make_unique<control_connection>(*this, number, sluice::descriptor(descriptor)));
}

void control_socket::look_away(const char* why) {
  loop_.descriptors().forget(listening_->descriptor(), *this);
  is_watching_ = false;
  loop_.deadlines().set(pause_, clock::now() + pause);
  log::write_limited(exhausted_lines_, log::level::error,
                     fmt::format("cannot accept connections on the control socket: {}, {} open; "
                                 "new ones wait in the socket's queue",
                                 why, connections_.size()));
}

void control_socket::on_deadline(time_point) {
  watch();
}

publisher::completion control_socket::completion_for(std::uint64_t number, std::uint64_t line) {
  return [box = outcomes_, number, line](outcome what) {
    box->put({number, line, std::move(what)});
  };
}

// All that came together is taken before anything is written, so that it leaves in one call.
void control_socket::deliver() {
  std::set<std::uint64_t> touched;
  for (const addressed_outcome& each : outcomes_->take_all()) {
    if (const auto* const why = std::get_if<rejection>(&each.what)) report(each.line, *why);
    const auto found = connections_.find(each.connection);
    if (found == connections_.end()) continue;
    found->second->take(each.line, each.what);
    touched.insert(each.connection);
  }
  for (const std::uint64_t number : touched) connections_.at(number)->advance();
}

void control_socket::report(std::uint64_t line, const rejection& why) {
  log::write_limited(refused_lines_, log::level::warning,
                     fmt::format("a line of the control socket was refused with {}: line {}: {}",
                                 why.status, line, why.error));
}

void control_socket::bury(std::uint64_t number) {
  const auto found = connections_.find(number);
  if (found == connections_.end()) return;
  if (buried_.empty()) loop_.post([this] { buried_.clear(); });
  buried_.push_back(std::move(found->second));
  connections_.erase(found);
  budget_.give_back();
}

void control_socket::drain() {
  if (is_watching_) loop_.descriptors().forget(listening_->descriptor(), *this);
  is_watching_ = false;
  loop_.deadlines().clear(pause_);
  listening_.reset();
  std::vector<std::uint64_t> numbers;
  for (const auto& [number, owned] : connections_) numbers.push_back(number);
  for (const std::uint64_t number : numbers) connections_.at(number)->drain();
}

}  // namespace sluice::sources
