#include "bench/reader.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include <sys/socket.h>

#include "support/fcgi_peer.hpp"
#include "support/fcgi_record.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

// What a unix socket holds by default (net.core.rmem_default), and a little more.
constexpr std::size_t chunk_bytes = 256 * 1024;

// Publishers are numbered from zero; a number above this is not one of ours.
constexpr std::uint32_t most_publishers = 1000;

std::size_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

[[noreturn]] void refuse(const std::string& why, std::string_view shown) {
  throw test::peer_error(test::peer_trouble::malformed,
                         why + ": " + std::string(shown.substr(0, 300)));
}

}  // namespace

reader::reader(const std::string& address) : socket_(test::connect_to(address, test::within())) {}

void reader::reconnect(const std::string& address) {
  socket_.reset(test::connect_to(address, test::within()));
  rest_.clear();
  has_begun_ = false;
  is_over_ = false;
}

void reader::ask(const test::web_request& what) {
  const std::string bytes = what.bytes();
  // An empty socket takes a request whole.
  if (send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL) !=
      static_cast<ssize_t>(bytes.size())) {
    throw std::system_error(errno, std::generic_category(), "send a request");
  }
}

bool reader::receive() {
  thread_local std::array<char, chunk_bytes> chunk;
  if (is_over_) return false;
  const auto got = recv(number(), chunk.data(), chunk.size(), 0);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return false;
  if (got <= 0) {
    is_over_ = true;
    return true;
  }
  const std::string_view came(chunk.data(), static_cast<std::size_t>(got));
  bytes_ += came.size();
  if (rest_.empty()) {
    rest_ = came.substr(take_records(came));
  } else {
    rest_ += came;
    rest_.erase(0, take_records(rest_));
  }
  return true;
}

// Returns how many bytes were whole records.
std::size_t reader::take_records(std::string_view bytes) {
  std::size_t taken = 0;
  while (bytes.size() - taken >= test::header_bytes) {
    const std::string_view record = bytes.substr(taken);
    const std::size_t content_bytes = byte_at(record, 4) << 8 | byte_at(record, 5);
    const std::size_t whole_bytes = test::header_bytes + content_bytes + byte_at(record, 6);
    if (record.size() < whole_bytes) break;
    const auto type = static_cast<test::record_type>(record[1]);
    if (type == test::record_type::end) is_over_ = true;
    if (type == test::record_type::output) {
      take_output(record.substr(test::header_bytes, content_bytes));
    }
    taken += whole_bytes;
  }
  return taken;
}

void reader::take_output(std::string_view content) {
  if (!has_begun_) content = without_head(content);
  while (!content.empty()) {
    const std::size_t end = content.find('\n');
    if (end == std::string_view::npos) refuse("a record ends inside an event", content);
    const std::string_view line = content.substr(0, end);
    if (line.starts_with("data: ")) take_data(line.substr(6));
    if (line.starts_with("id: ")) last_id_ = line.substr(4);
    content.remove_prefix(end + 1);
  }
}

std::string_view reader::without_head(std::string_view content) {
  const std::size_t end = content.find("\r\n\r\n");
  const bool is_stream = content.find("Content-Type: text/event-stream\r\n") < end;
  if (end == std::string_view::npos || !is_stream) refuse("not a stream", content);
  has_begun_ = true;
  return content.substr(end + 4);
}

// "<publisher> <number> <padding>", as `publishers` writes it.
void reader::take_data(std::string_view data) {
  ++events_;
  std::uint32_t publisher = 0;
  std::uint32_t count = 0;
  const char* const end = data.data() + data.size();
  const auto first = std::from_chars(data.data(), end, publisher);
  const bool has_both = first.ec == std::errc() && first.ptr != end && *first.ptr == ' ' &&
                        std::from_chars(first.ptr + 1, end, count).ec == std::errc();
  if (!has_both || publisher > most_publishers) {
    ++faults_;
    return;
  }
  if (publisher >= next_.size()) next_.resize(publisher + 1);
  if (next_[publisher] != 0 && next_[publisher] != count) ++faults_;
  next_[publisher] = count + 1;
  // FNV's prime: two orders of the same events give two sums.
  constexpr std::uint64_t prime = 1099511628211;
  order_ = (order_ ^ (std::uint64_t{publisher} << 32 | count)) * prime;
}

}  // namespace sluice::bench
