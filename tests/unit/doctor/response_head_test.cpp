#include "doctor/response_head.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

using namespace sluice;
using namespace sluice::doctor;

namespace {

using headers = std::vector<std::pair<std::string, std::string>>;

std::string kind_of(headers all) {
  client::timed_answer answer;
  answer.status = 200;
  answer.headers = std::move(all);
  return judge_head(answer, web_server::nginx).kind;
}

const std::pair<std::string, std::string> type{"Content-Type", "text/event-stream"};

}  // namespace

TEST_CASE("The head of a stream is exactly its type", "[P2]") {
  CHECK(
      kind_of({type, {"Cache-Control", "no-cache"}, {"Via", "1.1 varnish"}, {"Age", "0"}}).empty());
  CHECK(kind_of({{"content-type", "text/event-stream"}}).empty());
  CHECK(kind_of({type, {"X-Cache", "MISS from edge"}}).empty());
}

TEST_CASE("What a layer adds has a kind of its own", "[P2]") {
  CHECK(kind_of({{"Content-Type", "text/event-stream;charset=utf-8"}}) == "charset");
  CHECK(kind_of({{"Content-Type", "Text/Event-Stream; charset=UTF-8"}}) == "charset");
  CHECK(kind_of({{"Content-Type", "text/plain"}}) == "content-type");
  CHECK(kind_of({}) == "content-type");
  CHECK(kind_of({type, {"Content-Encoding", "gzip"}}) == "encoded");
  CHECK(kind_of({type, {"Content-Length", "427"}}) == "content-length");
  CHECK(kind_of({type, {"Age", "17"}}) == "cached");
  CHECK(kind_of({type, {"X-Cache", "HIT"}}) == "cached");
}

TEST_CASE("A length beside frames that are held back is no fault of its own", "[P4]") {
  client::timed_answer answer;
  answer.status = 200;
  answer.headers = {type, {"Content-Length", "427"}};
  const finding counted = judge_head(answer, web_server::lighttpd);
  CHECK(counted.what == judgement::fault);
  const finding beside = beside_held_back(counted);
  CHECK(beside.what == judgement::remark);
  CHECK(beside.kind == "content-length");
  CHECK(beside.change.empty());
  answer.headers = {type, {"Content-Encoding", "gzip"}};
  CHECK(beside_held_back(judge_head(answer, web_server::nginx)).what == judgement::fault);
}
