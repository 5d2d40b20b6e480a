#include "bench/load/subscriber.hpp"

#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <stdexcept>
#include <system_error>

#include <sys/socket.h>

#include "support/deadline.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

// One read takes all that a socket of the default size holds; shared, for it is empty between
// reads.
constexpr std::size_t chunk_bytes = 256 * 1024;

// A TCP connection that is closed is reset: thousands in TIME_WAIT would use the ports up.
void leave_nothing_behind(int number) {
  const linger at_once{1, 0};
  setsockopt(number, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

}  // namespace

void subscriber::open(const std::string& address, framing how, const std::string& request,
                      ready_set& reads) {
  socket_.reset(test::connect_to(address, test::within()));
  leave_nothing_behind(number());
  stream_.emplace(how);
  rest_.clear();
  // An empty socket takes a request whole.
  if (send(number(), request.data(), request.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(request.size())) {
    throw std::system_error(errno, std::generic_category(), "send a request");
  }
  reads.add(number(), *this);
}

void subscriber::on_ready() {
  static const auto chunk = std::make_unique<char[]>(chunk_bytes);
  if (!stream_) return;
  const auto got = recv(number(), chunk.get(), chunk_bytes, 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) return end();
  const bool was_live = is_live();
  try {
    take({chunk.get(), static_cast<std::size_t>(got)});
  } catch (const std::runtime_error& error) {
    if (host_.found.refused++ == 0) host_.found.first_refusal = error.what();
    return end();
  }
  if (!was_live && is_live()) {
    ++host_.found.live;
    host_.on_begin(*this);
  }
  if (stream_->has_ended()) end();
}

void subscriber::end() {
  if (is_live()) {
    --host_.found.live;
    ++host_.found.ended;
  }
  stream_.reset();
  socket_.close();
  host_.on_end(*this);
}

void subscriber::take(std::string_view bytes) {
  std::string& text = host_.text;
  text.assign(rest_);
  stream_->take(bytes, text);
  const std::size_t taken = take_lines(text, test::clock::now().time_since_epoch());
  rest_.assign(text, taken);
}

// Returns how many bytes were whole lines.
std::size_t subscriber::take_lines(std::string_view text, std::chrono::nanoseconds now) {
  const char* begin = text.data();
  const char* const end = begin + text.size();
  while (begin != end) {
    const auto* const line_end =
        static_cast<const char*>(std::memchr(begin, '\n', static_cast<std::size_t>(end - begin)));
    if (line_end == nullptr) break;
    take_line({begin, static_cast<std::size_t>(line_end - begin)}, now);
    begin = line_end + 1;
  }
  return static_cast<std::size_t>(begin - text.data());
}

void subscriber::take_line(std::string_view line, std::chrono::nanoseconds now) {
  if (line.starts_with("data: ")) {
    take_data(line.substr(6), now);
  } else if (line.starts_with("id: ")) {
    last_id_.assign(line.substr(4));
  } else if (line.starts_with("retry: ")) {
    int milliseconds = 0;
    std::from_chars(line.data() + 7, line.data() + line.size(), milliseconds);
    retry_ = std::chrono::milliseconds(milliseconds);
  }
}

// Only what this program published counts: a server's own events have no payload of its form.
void subscriber::take_data(std::string_view data, std::chrono::nanoseconds now) {
  const auto what = try_read_payload(data);
  if (!what) return;
  ++host_.found.deliveries;
  host_.found.latency.add(now - what->sent);
  if (!reception_.add(*what)) ++host_.found.disorders;
}

}  // namespace sluice::bench
