// F2: PARAMS in several records, with split and with hostile lengths. A second connection streams
// all the while.
#include <catch2/catch.hpp>

#include "support/ask.hpp"
#include "support/audience.hpp"
#include "support/worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;
using namespace std::chrono_literals;

namespace {

// A whole request around the PARAMS records given.
std::string request_around(const std::string& records) {
  return begin_bytes(1, after_request::close) + records + record_bytes(record_type::params, 1, "") +
         record_bytes(record_type::input, 1, "");
}

std::string pairs_asking_for(const std::string& name) {
  return web_request("/sluice/echo?name=" + name).pairs();
}

fcgi_response exchange(const worker& with, const std::string& bytes, std::size_t piece_bytes) {
  fcgi_peer peer(with.address());
  peer.write_in_pieces(bytes, piece_bytes);
  return peer.read_response();
}

// Serves `records` at several split sizes; the answer must hold `line`.
void require_served(const worker& with, const std::string& records, const std::string& line) {
  for (const std::size_t piece_bytes : {std::size_t{1} << 20, std::size_t{4093}, std::size_t{7}}) {
    const auto response = exchange(with, request_around(records), piece_bytes);
    REQUIRE(is_complete_answer(response));
    const auto answer = parse_answer(response.output);
    CHECK(answer.code() == 200);
    REQUIRE(answer.body == line + "\nbody_bytes=0\n");
  }
}

// The request is refused with a whole answer, or the connection is closed.
void require_refused(const worker& with, const std::string& bytes) {
  fcgi_peer peer(with.address());
  peer.write(bytes);
  try {
    const auto response = peer.read_response();
    CHECK(is_complete_answer(response));
    CHECK(parse_answer(response.output).code() == 400);
  } catch (const peer_error& error) {
    CHECK(error.kind() != peer_trouble::late);
  }
}

// A worker that streams to somebody while the test goes on; checked at the end.
class watched_worker final {
 public:
  explicit watched_worker(worker_plan plan = worker_plan::ticker())
      : under_test(plan), watching_(under_test.address(), "/sluice/events?interval_ms=20", 1) {
    watching_.start_measuring();
  }
  void require_steady_stream() {
    REQUIRE(watching_.wait_for_events(3, within()));
    const auto seen = watching_.seen();
    CHECK(seen.missed == 0);
    CHECK(seen.ended == 0);
    // A stall would be as long as a parse that waits for its peer.
    CHECK(seen.worst_gap < scaled(500ms));
  }

  worker under_test;

 private:
  audience watching_;
};

}  // namespace

TEST_CASE("Lengths of 2 GiB and more are refused without allocating them", "[F2]") {
  watched_worker with;
  const auto before_kib = with.under_test.running().memory_kib("VmHWM");
  require_refused(
      with.under_test,
      request_around("\x01\x04\x00\x01\x00\x08\x00\x00\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s));
  require_refused(with.under_test, request_around(record_bytes(record_type::params, 1,
                                                               "\x80\x00\x00\x05\xFF\xFF\xFF\xFF"
                                                               "ABCDE"s)));
  CHECK(with.under_test.running().memory_kib("VmHWM") - before_kib < 64 * 1024);
  with.require_steady_stream();
}

TEST_CASE("Parameters of 200 KB in four records arrive whole where the limit allows them", "[F2]") {
  watched_worker with(worker_plan::ticker().option("--params-limit", "1MiB"));
  std::string pairs = pairs_asking_for("HTTP_LAST");
  for (int i = 0; i < 199; ++i) {
    pairs += pair_bytes("HTTP_X" + std::to_string(i),
                        std::string(1000, static_cast<char>('a' + i % 26)));
  }
  const std::string last(1021, 'z');
  pairs += pair_bytes("HTTP_LAST", last);
  const auto records = stream_bytes(record_type::params, 1, pairs, pairs.size() / 4 + 1);
  require_served(with.under_test, records, "HTTP_LAST=" + last);
  with.require_steady_stream();
}

TEST_CASE("Parameters above the limit are answered 431", "[F2][F8]") {
  watched_worker with;
  std::string pairs = pairs_asking_for("X");
  for (int i = 0; i < 200; ++i)
    pairs += pair_bytes("HTTP_X" + std::to_string(i), std::string(1000, 'v'));
  const auto response = exchange(
      with.under_test, request_around(stream_bytes(record_type::params, 1, pairs)), 1 << 20);
  CHECK(is_complete_answer(response));
  CHECK(parse_answer(response.output).code() == 431);
  with.require_steady_stream();
}

TEST_CASE("A length that two records share is read as one", "[F2]") {
  watched_worker with;
  const std::string cookie(300, 'c');
  const auto records =
      record_bytes(record_type::params, 1, pairs_asking_for("HTTP_COOKIE") + "\x0B\x80\x00"s) +
      record_bytes(record_type::params, 1, "\x01\x2C"s + "HTTP_COOKIE" + cookie);
  require_served(with.under_test, records, "HTTP_COOKIE=" + cookie);
  with.require_steady_stream();
}

TEST_CASE("A short name with a length of four bytes is accepted", "[F2]") {
  watched_worker with;
  const std::string name(127, 'N');
  const auto records = record_bytes(
      record_type::params, 1, pairs_asking_for(name) + "\x80\x00\x00\x7F\x05"s + name + "value");
  require_served(with.under_test, records, name + "=value");
  with.require_steady_stream();
}

TEST_CASE("One byte a record with 255 bytes of padding is read exactly", "[F2]") {
  watched_worker with;
  const auto pairs =
      pairs_asking_for("HTTP_ACCEPT") + pair_bytes("HTTP_ACCEPT", "text/event-stream");
  const auto records = stream_bytes(record_type::params, 1, pairs, 1, 255);
  require_served(with.under_test, records, "HTTP_ACCEPT=text/event-stream");
  with.require_steady_stream();
}

TEST_CASE("Parameters that end inside a pair are refused", "[F2]") {
  watched_worker with;
  const auto whole = pairs_asking_for("X") + pair_bytes("HTTP_COOKIE", "chocolate");
  require_refused(with.under_test, request_around(record_bytes(record_type::params, 1,
                                                               whole.substr(0, whole.size() - 4))));
  require_refused(with.under_test, request_around(record_bytes(record_type::params, 1,
                                                               pairs_asking_for("X") + "\x80"s)));
  with.require_steady_stream();
}
