// One request at a time on a connection, and the management records beside it.
#include <catch2/catch.hpp>

#include <poll.h>
#include <sys/ioctl.h>

#include "support/ask.hpp"
#include "support/subscriber.hpp"
#include "support/tick.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

// What came of a stream while other records were looked for: numbers of its events, in order.
class mixed_reader final {
 public:
  explicit mixed_reader(fcgi_peer& peer) : peer_(peer) {}

  // Reads on until a record that is not request 1's output.
  record next_other() {
    for (;;) {
      auto next = peer_.read_record();
      if (next.request_id != 1 || next.type != record_type::output) return next;
      take(next.content);
    }
  }
  void read_ticks(std::size_t more) {
    const auto wanted = numbers_.size() + more;
    while (numbers_.size() < wanted) {
      const auto next = peer_.read_record();
      REQUIRE(next.type == record_type::output);
      REQUIRE(next.request_id == 1);
      take(next.content);
    }
  }
  const std::vector<long>& numbers() const { return numbers_; }

 private:
  void take(const std::string& content) {
    const auto head = content.rfind("Status: ", 0) == 0 ? content.find("\r\n\r\n") + 4 : 0;
    for (const auto& block : text_.feed(content.substr(head))) {
      if (block.data) numbers_.push_back(parse_tick(*block.data).number);
    }
  }

  fcgi_peer& peer_;
  event_text text_;
  std::vector<long> numbers_;
};

void require_in_order(const std::vector<long>& numbers) {
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    REQUIRE(numbers[i] == static_cast<long>(i) + 1);
  }
}

}  // namespace

TEST_CASE("GET_VALUES is answered before any request, with what the worker knows") {
  worker with;
  fcgi_peer peer(with.address());
  // The bytes of the field reports' table, padding included.
  peer.write("\x01\x09\x00\x00\x00\x11\x07\x00\x0F\x00"s + "FCGI_MPXS_CONNS" +
             std::string(7, '\0'));
  const auto answered = peer.read_record();
  CHECK(answered.type == record_type::values);
  CHECK(answered.request_id == 0);
  CHECK(answered.content ==
        "\x0F\x01"
        "FCGI_MPXS_CONNS0"s);
}

TEST_CASE("GET_VALUES leaves out what the worker does not know") {
  worker with;
  fcgi_peer peer(with.address());
  peer.write(record_bytes(record_type::get_values, 0,
                          pair_bytes("FCGI_NONSENSE", "") + pair_bytes("FCGI_MPXS_CONNS", "")));
  CHECK(peer.read_record().content == pair_bytes("FCGI_MPXS_CONNS", "0"));
}

TEST_CASE("GET_VALUES on a streaming connection is answered between its events") {
  worker with;
  fcgi_peer peer(with.address());
  mixed_reader reader(peer);
  peer.write(web_request("/sluice/events?interval_ms=5").bytes());
  reader.read_ticks(3);
  peer.write(record_bytes(record_type::get_values, 0, pair_bytes("FCGI_MPXS_CONNS", "")));
  CHECK(reader.next_other().type == record_type::values);
  reader.read_ticks(3);
  require_in_order(reader.numbers());
}

TEST_CASE("A management record of unknown type is answered with UNKNOWN_TYPE") {
  worker with;
  fcgi_peer peer(with.address());
  peer.write(record_bytes(static_cast<record_type>(99), 0, "anything"));
  const auto answered = peer.read_record();
  CHECK(answered.type == record_type::unknown);
  CHECK(answered.content == "\x63\0\0\0\0\0\0\0"s);
}

TEST_CASE("A second request while one is active cannot be multiplexed, and harms nothing") {
  worker with;
  fcgi_peer peer(with.address());
  mixed_reader reader(peer);
  peer.write(web_request("/sluice/events?interval_ms=5").bytes());
  reader.read_ticks(2);
  peer.write(web_request("/sluice/page").id(2).bytes());
  const auto refused = reader.next_other();
  CHECK(refused.type == record_type::end);
  CHECK(refused.request_id == 2);
  CHECK(refused.content == "\0\0\0\0\1\0\0\0"s);
  reader.read_ticks(10);
  require_in_order(reader.numbers());
  // The first one's end is still its own.
  peer.write(abort_bytes(2));
  reader.read_ticks(3);
  peer.write(abort_bytes(1));
  const auto ended = reader.next_other();
  CHECK(ended.type == record_type::end);
  CHECK(ended.content == request_complete);
}

TEST_CASE("A second request on a kept connection takes the place of a stream, as HAProxy means it",
          "[F5]") {
  worker with;
  fcgi_peer peer(with.address());
  mixed_reader reader(peer);
  peer.write(web_request("/sluice/events?interval_ms=5").keep_connection().bytes());
  reader.read_ticks(2);
  peer.write(web_request("/sluice/page").id(3).keep_connection().bytes());
  const auto ended = reader.next_other();
  CHECK(ended.type == record_type::end);
  CHECK(ended.request_id == 1);
  CHECK(ended.content == request_complete);
  const auto page = peer.read_response(3);
  CHECK(parse_answer(page.output).code() == 200);
  CHECK(page.end == request_complete);
  // So once more, where the stream has another id than frames are made for.
  peer.write(web_request("/sluice/events?interval_ms=5").id(5).keep_connection().bytes());
  CHECK(peer.read_record().request_id == 5);
  peer.write(web_request("/sluice/page").id(1).bytes());
  CHECK(peer.read_response(5).end == request_complete);
  CHECK(parse_answer(peer.read_response(1).output).code() == 200);
  CHECK(peer.wait_until_gone() == connection_state::closed);
}

TEST_CASE("A stream whose reader reads no more does not stand in a second request's way", "[F5]") {
  worker with;
  fcgi_peer peer(with.address());
  peer.write(web_request("/sluice/flood").keep_connection().bytes());
  // The flood fills the socket in one turn of the loop.
  REQUIRE(eventually(within(), [&] {
    int waiting_bytes = 0;
    return ::ioctl(peer.number(), FIONREAD, &waiting_bytes) == 0 && waiting_bytes > 100'000;
  }));
  peer.write(web_request("/sluice/page").id(2).keep_connection().bytes());
  // Reading would make room.
  CHECK(eventually(within(), [&] {
    pollfd watched{peer.number(), POLLRDHUP, 0};
    return ::poll(&watched, 1, 0) == 1 && (watched.revents & (POLLRDHUP | POLLHUP)) != 0;
  }));
}
