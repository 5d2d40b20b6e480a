// A hub under test.
#pragma once

#include <catch2/catch.hpp>

#include <string>
#include <utility>

#include "support/ask.hpp"
#include "support/hub_request.hpp"
#include "support/publisher.hpp"
#include "support/subscriber.hpp"
#include "support/token.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// A hub that reads publishers' tokens with `hub_key`, and lets anybody read what is public.
inline worker_plan open_hub() {
  return worker_plan::hub().flag("--anonymous");
}

/// A worker with the hub, that logs all it can. When it goes, the test fails if any token of the
/// test stands in the log: each begins with "eyJ", which is "{\"" in Base64. It fails as well for
/// what a sanitizer has found in the worker, which a SIGKILL would hide.
class hub_worker final {
 public:
  explicit hub_worker(worker_plan plan = open_hub())
      : worker_(std::move(plan.option("--log-level", "debug"))) {}
  ~hub_worker() {
    CHECK(errors().find("eyJ") == std::string::npos);
    CHECK(errors().find(hub_key) == std::string::npos);
    CHECK(errors().find("Sanitizer") == std::string::npos);
    CHECK(errors().find("runtime error:") == std::string::npos);
  }
  hub_worker(const hub_worker&) = delete;
  hub_worker& operator=(const hub_worker&) = delete;

  worker& under_test() { return worker_; }
  process& running() { return worker_.running(); }
  const std::string& address() const { return worker_.address(); }
  std::string errors() const { return worker_.errors(); }

  /// One request, and the answer, which must be whole (field report F8).
  cgi_answer answer_to(const web_request& what) const {
    const auto response = ask(address(), what);
    REQUIRE(is_complete_answer(response));
    return parse_answer(response.output);
  }
  /// The stream of `what`, which must be one.
  subscriber stream(const web_request& what) const { return subscriber(address(), what); }

 private:
  worker worker_;
};

/// A refusal a browser can show: text of the length it says, which says why, and is not kept.
inline void check_refusal(const cgi_answer& answer, int code) {
  CHECK(answer.code() == code);
  CHECK(answer.all("Content-Type") == std::vector<std::string>{"text/plain; charset=utf-8"});
  CHECK(answer.all("Content-Length") ==
        std::vector<std::string>{std::to_string(answer.body.size())});
  CHECK(answer.body.find("eyJ") == std::string::npos);
  CHECK(answer.body.size() > 2);
  CHECK(answer.body.substr(answer.body.size() - 2) == ".\n");
}

}  // namespace sluice::test
