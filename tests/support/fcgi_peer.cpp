#include "support/fcgi_peer.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <poll.h>
#include <sys/socket.h>

#include "support/socket.hpp"

namespace sluice::test {
namespace {

std::size_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

// What an application may send (section 3.3): the rest is for the web server to send.
bool is_from_application(std::size_t type) {
  return type == 3 || type == 6 || type == 7 || type == 10 || type == 11;
}

void check_header(std::string_view header) {
  if (byte_at(header, 0) == 1 && is_from_application(byte_at(header, 1)) &&
      byte_at(header, 7) == 0) {
    return;
  }
  std::string shown;
  for (std::size_t i = 0; i < header_bytes; ++i) shown += std::to_string(byte_at(header, i)) + " ";
  throw peer_error(peer_trouble::malformed, "not a record header: " + shown);
}

}  // namespace

fcgi_peer::fcgi_peer(const std::string& address) : socket_(connect_to(address, within())) {}

void fcgi_peer::write(std::string_view bytes, time_point deadline) {
  while (!bytes.empty()) {
    const auto sent = send(number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EAGAIN && errno != EINTR) {
      throw peer_error(errno == EPIPE ? peer_trouble::closed : peer_trouble::reset,
                       std::string("write: ") + std::strerror(errno));
    } else if (!wait_ready(number(), POLLOUT, deadline)) {
      throw peer_error(peer_trouble::late, "the worker does not read");
    }
  }
}

void fcgi_peer::write_in_pieces(std::string_view bytes, std::size_t piece_bytes,
                                time_point deadline) {
  for (; !bytes.empty(); bytes.remove_prefix(std::min(piece_bytes, bytes.size()))) {
    write(bytes.substr(0, piece_bytes), deadline);
  }
}

connection_state fcgi_peer::receive() {
  std::array<char, 65536> chunk;
  for (;;) {
    const auto got = recv(number(), chunk.data(), chunk.size(), 0);
    if (got > 0) {
      received_.append(chunk.data(), static_cast<std::size_t>(got));
    } else if (got == 0) {
      return connection_state::closed;
    } else if (errno == EAGAIN) {
      return connection_state::open;
    } else if (errno != EINTR) {
      return connection_state::reset;
    }
  }
}

std::optional<record> fcgi_peer::take_record() {
  const auto rest = std::string_view(received_).substr(taken_);
  if (rest.size() < header_bytes) return std::nullopt;
  check_header(rest);
  record taken;
  taken.padding_bytes = byte_at(rest, 6);
  const std::size_t content_bytes = byte_at(rest, 4) << 8 | byte_at(rest, 5);
  const std::size_t whole_bytes = header_bytes + content_bytes + taken.padding_bytes;
  if (rest.size() < whole_bytes) return std::nullopt;
  taken.header = rest.substr(0, header_bytes);
  taken.type = static_cast<record_type>(byte_at(rest, 1));
  taken.request_id = static_cast<std::uint16_t>(byte_at(rest, 2) << 8 | byte_at(rest, 3));
  taken.content = rest.substr(header_bytes, content_bytes);
  taken_ += whole_bytes;
  // Erasing at every record would move a megabyte for each of its sixteen records.
  if (taken_ == received_.size() || taken_ > max_content_bytes * 4) {
    received_.erase(0, taken_);
    taken_ = 0;
  }
  return taken;
}

record fcgi_peer::read_record(time_point deadline) {
  for (;;) {
    if (auto taken = take_record()) return std::move(*taken);
    const bool is_ready = wait_ready(number(), POLLIN, deadline);
    if (!is_ready) throw peer_error(peer_trouble::late, "no record came in time");
    const auto before = unread_bytes();
    const auto state = receive();
    if (state == connection_state::open || unread_bytes() > before) continue;
    throw peer_error(
        state == connection_state::reset ? peer_trouble::reset : peer_trouble::closed,
        "the worker closed the connection; left over: " + std::to_string(before) + " bytes");
  }
}

fcgi_response fcgi_peer::read_response(std::uint16_t id, time_point deadline) {
  fcgi_response response;
  for (;;) {
    auto next = read_record(deadline);
    if (next.request_id != id) {
      throw peer_error(peer_trouble::malformed,
                       "a record of request " + std::to_string(next.request_id));
    }
    if (next.type == record_type::errors) {
      response.errors += next.content;
    } else if (next.type == record_type::output) {
      response.records.push_back(next.content.size());
      response.output += next.content;
    } else if (next.type == record_type::end && next.content.size() == 8) {
      response.end = std::move(next.content);
      return response;
    } else {
      throw peer_error(peer_trouble::malformed, "a record that belongs to no response");
    }
  }
}

connection_state fcgi_peer::wait_until_gone(time_point deadline) {
  for (;;) {
    const auto state = receive();
    received_.clear();
    taken_ = 0;
    if (state != connection_state::open) return state;
    if (!wait_ready(number(), POLLIN, deadline)) return connection_state::open;
  }
}

void fcgi_peer::shut_down_writing() {
  shutdown(number(), SHUT_WR);
}

void fcgi_peer::reset() {
  const linger at_once{1, 0};
  setsockopt(number(), SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

}  // namespace sluice::test
