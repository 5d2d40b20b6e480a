#include "doctor/verdict.hpp"

#include <sstream>
#include <string>
#include <utility>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "doctor/json_report.hpp"
#include "doctor/text_report.hpp"

using namespace sluice::doctor;

namespace {

const finding fine{"head", judgement::fine, "", "head", "as it must be"};
const finding remark{"idle", judgement::remark, "cut-when-idle", "wait", "cut", "a limit", "raise"};
const finding fault{"timing", judgement::fault, "held",      "5 frames",
                    "late",   "a buffer",       "write a\nb"};

std::string first_step(std::string change) {
  silent_report nothing;
  verdict found(nothing);
  finding one = fault;
  one.change = std::move(change);
  found.add(one);
  const std::string sentence = found.sentence();
  const std::string faults = "1 fault (timing)";
  REQUIRE(sentence.starts_with(faults));
  return sentence.substr(faults.size());
}

}  // namespace

TEST_CASE("The verdict counts, and remarks alone are fine") {
  silent_report nothing;
  verdict found(nothing);
  CHECK(found.sentence() == "fine");
  CHECK(found.exit_code() == 0);
  found.add(fine);
  found.add(remark);
  CHECK(found.sentence() == "fine, with 1 remark (idle)");
  CHECK(found.exit_code() == 0);
  found.add(fault);
  found.add(fault);
  CHECK(found.sentence() == "2 faults (timing, timing), 1 remark (idle); first: write a");
  CHECK(found.exit_code() == 1);
  found.declare_unreachable();
  CHECK(found.exit_code() == 3);
}

TEST_CASE("What could not be reached is not called fine") {
  silent_report nothing;
  verdict found(nothing);
  found.add({"socket", judgement::skipped, "out-of-sight"});
  found.declare_unreachable();
  CHECK(found.sentence().starts_with("unknown"));
  CHECK(found.exit_code() == 3);
}

TEST_CASE("The verdict says the first thing to do in a few words") {
  CHECK(first_step("write `a b; c, d (e)` in it, and more") ==
        "; first: write `a b; c, d (e)` in it");
  CHECK(first_step("first see that it is there (`ls`); then go on") ==
        "; first: see that it is there");
  CHECK(first_step("nginx: write a\napache: write b") == "; first: see the change of `timing`");
  CHECK(first_step("run " + std::string(200, 'x')) == "; first: see the change of `timing`");
  CHECK(first_step("").empty());
}

TEST_CASE("A visit without its timing is no fault, and is not called fine") {
  silent_report nothing;
  verdict found(nothing);
  found.add(fine);
  found.add({"http2", judgement::skipped, "", "the same over HTTP/2", "not offered"});
  CHECK(found.sentence() == "fine");
  found.add({"timing", judgement::skipped, "", "short answers", "status 503"});
  CHECK(found.sentence() == "nothing wrong found, but timing not measured");
  CHECK(found.exit_code() == 0);
}

TEST_CASE("An examination that was interrupted is not fine") {
  silent_report nothing;
  verdict found(nothing);
  found.add(fine);
  found.declare_interrupted();
  CHECK(found.sentence() == "interrupted; till then fine");
  CHECK(found.exit_code() == 1);
}

TEST_CASE("The text has a line a finding, and below it what to do") {
  std::ostringstream out;
  text_report report(out);
  report.add(fine);
  report.add(fault);
  report.conclude("1 fault (timing)");
  CHECK(out.str() ==
        "ok      head          head: as it must be\n"
        "FAULT   timing        5 frames: late\n"
        "          cause   a buffer\n"
        "          change  write a\n"
        "                  b\n"
        "verdict 1 fault (timing)\n");
}

TEST_CASE("The document has all findings, the verdict, and bytes that are no UTF-8 replaced") {
  finding strange = fault;
  strange.seen = "\xff";
  const auto read = nlohmann::json::parse(json_document({fine, strange}, "1 fault (timing)", 1));
  CHECK(read["verdict"] == "1 fault (timing)");
  CHECK(read["exit_code"] == 1);
  REQUIRE(read["findings"].size() == 2);
  CHECK(read["findings"][0]["judgement"] == "fine");
  CHECK(read["findings"][1]["kind"] == "held");
  CHECK(read["findings"][1]["change"] == "write a\nb");
}
