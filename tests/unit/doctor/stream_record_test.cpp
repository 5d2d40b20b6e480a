#include "doctor/stream_record.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice;
using namespace sluice::doctor;

namespace {

const time_point sent = time_point() + 1h;

client::timed_answer with_pieces(const std::vector<client::timed_piece>& pieces) {
  client::timed_answer made;
  made.status = 200;
  made.sent = sent;
  made.ended = sent + 900ms;
  made.pieces = pieces;
  return made;
}

}  // namespace

TEST_CASE("Frames are read with their times, whatever the pieces") {
  const std::string first =
      R"(data: {"frame":1,"ms":0.5,"sluice":"1.0","base_path":"/live","heartbeat_ms":15000,)"
      R"("arrived":{"authorization":true,"cookie":false,"last_event_id":"sluice-doctor-1"},)"
      R"("server":"nginx/1.22.1"})";
  const auto record = read_stream(
      with_pieces(
          {{sent + 3ms, ":\n\nretry: 2000\n\n" + first + "\n"},
           {sent + 4ms, "\n"},
           {sent + 500ms, "data: {\"frame\":2,\"ms\":200}\n\ndata: {\"frame\":3,\"ms\":400}\n\n"}}),
      3, 2ms);
  REQUIRE(record.frames.size() == 3);
  CHECK(record.frames[0].came == 4ms);
  CHECK(record.frames[1].came == 500ms);
  CHECK(record.frames[1].left == 200ms);
  CHECK(record.frames[1].bytes_till_here == record.frames[2].bytes_till_here);
  CHECK(record.delay_of(record.frames[1]) == 298ms);
  CHECK(record.is_complete);
  CHECK(record.ended == 900ms);
  REQUIRE(record.arrival.has_value());
  CHECK(record.arrival->worker.base_path == "/live");
  CHECK(record.arrival->worker.heartbeat == 15s);
  CHECK(record.arrival->has_authorization);
  CHECK_FALSE(record.arrival->has_cookie);
  CHECK(record.arrival->last_event_id == "sluice-doctor-1");
  CHECK(record.arrival->server == "nginx/1.22.1");
}

TEST_CASE("What is no frame of a probe is left aside") {
  const auto record = read_stream(
      with_pieces({{sent + 3ms, "data: hello\n\ndata: [1]\n\ndata: {\"frame\":\"x\"}\n\n"}}), 2,
      0ms);
  CHECK(record.frames.empty());
  CHECK_FALSE(record.arrival.has_value());
}

TEST_CASE("The worker's words on a probe's end are read, and others are not") {
  const auto read = try_read_ending(
      R"({"sluice":"1.0","base_path":"/s","heartbeat_ms":0,"state":"client-gone","ms":1500.5,"writes":4})");
  REQUIRE(read.has_value());
  CHECK(read->now == probe_ending::state::client_gone);
  CHECK(read->after == 1500500us);
  CHECK(read->writes == 4);
  CHECK_FALSE(try_read_ending("<html>").has_value());
  CHECK_FALSE(try_read_ending(R"({"state":"running"})").has_value());
  CHECK_FALSE(try_read_ending(R"({"sluice":"1","state":"asleep"})").has_value());
}

TEST_CASE("A frame comes no earlier than it left, by whatever clock") {
  stream_record record;
  record.round_trip = 10ms;
  CHECK(record.delay_of({200ms, 205ms, 0}) == 0ms);
}
