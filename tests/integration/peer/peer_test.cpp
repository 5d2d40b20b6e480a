// The peer itself, against bytes written by hand: what tests rest on must notice what is wrong.
#include "support/fcgi_peer.hpp"

#include <catch2/catch.hpp>

#include <sys/socket.h>
#include <unistd.h>

#include "support/cgi_answer.hpp"
#include "support/event_text.hpp"
#include "support/web_request.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

// A peer, and the other end for the test to write to.
class wire final {
 public:
  wire() : wire(open_pair()) {}
  ~wire() { hang_up(); }

  void say(const std::string& bytes) const {
    REQUIRE(write(ours_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  void hang_up() {
    if (ours_ >= 0) close(ours_);
    ours_ = -1;
  }
  std::string heard() const {
    char bytes[4096];
    const auto got = read(ours_, bytes, sizeof bytes);
    return std::string(bytes, static_cast<std::size_t>(got));
  }

 private:
  struct ends {
    int ours;
    int theirs;
  };
  static ends open_pair() {
    int pair[2];
    REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
    return {pair[0], pair[1]};
  }
  explicit wire(ends both) : ours_(both.ours), peer(both.theirs) {}

  int ours_;

 public:
  fcgi_peer peer;
};

peer_trouble trouble_of_reading(wire& over) {
  try {
    over.peer.read_record(within(std::chrono::milliseconds(20)));
  } catch (const peer_error& error) {
    return error.kind();
  }
  FAIL("a record was read");
  return peer_trouble::late;
}

}  // namespace

TEST_CASE("The peer writes the bytes of the field reports' table") {
  const auto hex = "\x01\x01\x00\x01\x00\x08\x00\x00\x00\x01\x01\x00\x00\x00\x00\x00"s;
  CHECK(begin_bytes(1, after_request::keep) == hex);
  CHECK(abort_bytes(1) == "\x01\x02\x00\x01\x00\x00\x00\x00"s);
  CHECK(pair_bytes("REQUEST_METHOD", "GET") == "\x0E\x03REQUEST_METHODGET"s);
  CHECK(pair_bytes("HTTP_COOKIE", std::string(300, 'c')) ==
        "\x0B\x80\x00\x01\x2CHTTP_COOKIE"s + std::string(300, 'c'));
  CHECK(pair_bytes("N", std::string(127, 'v')).substr(0, 3) == "\x01\x7FN");
}

TEST_CASE("The peer reads a response however its bytes are cut") {
  const auto records = record_bytes(record_type::output, 1, "Status: 200 OK\r\n\r\nbody", 5) +
                       record_bytes(record_type::output, 1, "") +
                       record_bytes(record_type::end, 1, std::string(8, '\0'));
  wire over;
  for (const char byte : records) {
    over.say(std::string(1, byte));
    over.peer.receive();
  }
  const auto response = over.peer.read_response();
  CHECK(parse_answer(response.output).body == "body");
  CHECK(response.records == std::vector<std::size_t>{22, 0});
  CHECK(response.has_ended_output());
  CHECK(over.peer.unread_bytes() == 0);
}

TEST_CASE("The peer refuses headers that no application may send") {
  const std::string bad =
      GENERATE(as<std::string>{}, "\x02\x06\x00\x01\x00\x00\x00\x00"s,
               "\x01\x05\x00\x01\x00\x00\x00\x00"s, "\x01\x06\x00\x01\x00\x00\x00\x01"s);
  wire over;
  over.say(bad);
  CHECK(trouble_of_reading(over) == peer_trouble::malformed);
}

TEST_CASE("The peer tells a late worker from one that closed in the middle of a record") {
  wire over;
  over.say("\x01\x06\x00\x01\x00\x05\x00\x00he"s);
  CHECK(trouble_of_reading(over) == peer_trouble::late);
  over.hang_up();
  CHECK(trouble_of_reading(over) == peer_trouble::closed);
}

TEST_CASE("The peer refuses a record of a request it did not ask") {
  wire over;
  over.say(record_bytes(record_type::output, 2, "x"));
  CHECK_THROWS_AS(over.peer.read_response(1, within()), peer_error);
}

TEST_CASE("The peer's half close leaves the other direction open") {
  wire over;
  over.peer.write("last");
  over.peer.shut_down_writing();
  CHECK(over.heard() == "last");
  CHECK(over.heard().empty());
  over.say(record_bytes(record_type::output, 1, "still here"));
  CHECK(over.peer.read_record().content == "still here");
}

TEST_CASE("The reader of events keeps what is not whole, and refuses what sluice never writes") {
  event_text text;
  CHECK(text.feed(":\n\nid: 7\ndata: a\ndata: b\n").size() == 1);
  CHECK(text.rest() == "id: 7\ndata: a\ndata: b\n");
  const auto blocks = text.feed("\n");
  REQUIRE(blocks.size() == 1);
  CHECK(blocks.front().data == "a\nb");
  CHECK(blocks.front().id == "7");
  CHECK(text.rest().empty());
  CHECK_THROWS_AS(event_text().feed("date: x\n\n"), peer_error);
}
