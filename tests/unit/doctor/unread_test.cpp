#include "doctor/unread.hpp"

#include <chrono>
#include <optional>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using namespace sluice::doctor;
using Catch::Matchers::Contains;
using state = probe_ending::state;

namespace {

constexpr std::size_t frames = 64;
constexpr std::size_t frame_bytes = 512 * 1024;

finding judge(state now, std::size_t writes, web_server server = web_server::lighttpd) {
  unread_stream what{frames, frame_bytes, {}, probe_ending{now, 4s, writes, {"1.0", "/sluice"}}};
  what.answer.status = 200;
  return judge_unread(what, server);
}

}  // namespace

TEST_CASE("What kernels hold of an unread stream is fine, whatever the web server then does") {
  for (const web_server each : known_servers) {
    CHECK(judge(state::running, 7, each).what == judgement::fine);
    // Over TCP.
    CHECK(judge(state::client_gone, 22, each).what == judgement::fine);
  }
  const finding found = judge(state::running, 7);
  CHECK(found.probe == "unread");
  CHECK(found.tried == "leave a stream of 32.0 MiB unread");
  CHECK_THAT(found.seen, Contains("3.5 MiB were taken from the worker"));
  CHECK(found.change.empty());
}

TEST_CASE("[P4] A stream that is taken for nobody is a remark with the line to change") {
  for (const web_server each : known_servers) {
    const finding found = judge(state::complete, frames, each);
    CHECK(found.what == judgement::remark);
    CHECK(found.kind == "stored");
    CHECK_THAT(found.seen, Contains("32.0 MiB were taken from the worker"));
    CHECK_FALSE(found.cause.empty());
    CHECK_FALSE(found.change.empty());
  }
  CHECK_THAT(judge(state::complete, frames).change,
             Contains("server.stream-response-body = 2") && Contains("server.upload-dirs"));
}

TEST_CASE("Twenty MiB are what kernels may hold, and one frame more is not") {
  CHECK(judge(state::client_gone, 40).what == judgement::fine);
  CHECK(judge(state::client_gone, 41).what == judgement::remark);
}

TEST_CASE("A stream is watched until the worker has to wait, or more is taken than kernels hold") {
  const sluice::time_point begun{};
  const auto told = [](state now, std::size_t writes) {
    return probe_ending{now, 1s, writes, {"1.0", "/sluice"}};
  };
  unread_watch held(frame_bytes);
  CHECK_FALSE(held.is_settled(told(state::unknown, 0), begun));
  CHECK_FALSE(held.is_settled(told(state::running, 7), begun + 2s));
  CHECK_FALSE(held.is_settled(std::nullopt, begun + 3s));
  CHECK_FALSE(held.is_settled(told(state::running, 8), begun + 4s));
  CHECK_FALSE(held.is_settled(told(state::running, 8), begun + 6900ms));
  CHECK(held.is_settled(told(state::running, 8), begun + 7s));
  unread_watch stored(frame_bytes);
  CHECK_FALSE(stored.is_settled(told(state::running, 40), begun));
  CHECK(stored.is_settled(told(state::running, 41), begun + 1ms));
  for (const state over : {state::complete, state::client_gone, state::ended_by_worker}) {
    CHECK(unread_watch(frame_bytes).is_settled(told(over, 3), begun));
  }
}

TEST_CASE("What the worker cannot tell of an unread stream is not judged") {
  CHECK(judge(state::unknown, 0).what == judgement::skipped);
  CHECK(judge(state::ended_by_worker, frames).what == judgement::skipped);
  unread_stream what{frames, frame_bytes, {}, std::nullopt};
  what.answer.status = 200;
  CHECK(judge_unread(what, web_server::nginx).what == judgement::skipped);
  what.answer.status = 503;
  const finding refused = judge_unread(what, web_server::nginx);
  CHECK(refused.what == judgement::skipped);
  CHECK(refused.seen == "status 503");
}
