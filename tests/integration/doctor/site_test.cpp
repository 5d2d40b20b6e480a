// `sluice doctor URL` in front of sites that are wrong in one way each, and of one that is not.
// They are visited side by side: that takes as long as the longest, and is a busy machine as well.
#include <catch2/catch.hpp>

#include <memory>
#include <string>
#include <vector>

#include "integration/cli/running_command.hpp"
#include "scripted_site.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;

namespace {

// Of five tries of two seconds each, and a probe that fills buffers, on a busy machine.
constexpr std::chrono::seconds visit_patience{60};

// The worker, where other doctors have all the probes that it lets be.
constexpr const char* busy_with_others =
    "HTTP/1.1 503 Busy\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n"
    "As many probes of `sluice doctor` run on this worker as may.\n";

struct visit {
  const char* name;
  site_manners manners;
  std::vector<std::string> options;
  int code;
  // In the document; the last of them is what must not be missing.
  std::vector<std::string> expected;
};

std::string kind(const std::string& name) {
  return "\"kind\": \"" + name + "\"";
}

std::string judged(const std::string& probe, const std::string& as) {
  return "\"probe\": \"" + probe + "\",\n      \"judgement\": \"" + as + "\"";
}

// A site and the doctor that visits it.
class visiting final {
 public:
  explicit visiting(const visit& what) : site_(what.manners), doctor_(words(what)) {}
  command_ending finish() { return doctor_.finish(within(visit_patience)); }

 private:
  std::vector<std::string> words(const visit& what) const {
    std::vector<std::string> all = {"doctor", site_.url(), "--json"};
    all.insert(all.end(), what.options.begin(), what.options.end());
    return all;
  }

  scripted_site site_;
  running_command doctor_;
};

site_manners manners(void (*change)(site_manners&)) {
  site_manners made;
  change(made);
  return made;
}

void check_all(const std::vector<visit>& visits) {
  std::vector<std::unique_ptr<visiting>> under_way;
  for (const visit& each : visits) under_way.push_back(std::make_unique<visiting>(each));
  for (std::size_t i = 0; i < visits.size(); ++i) {
    const command_ending ending = under_way[i]->finish();
    INFO(visits[i].name << ": " << ending.out << ending.errors);
    CHECK(ending.code == visits[i].code);
    for (const std::string& text : visits[i].expected) {
      CHECK(ending.out.find(text) != std::string::npos);
    }
    CHECK(ending.out.find("Bearer") == std::string::npos);
  }
}

}  // namespace

TEST_CASE("A quick visit tells a site that is well from one that is not", "[P1][P2][P3][P5]") {
  const std::vector<std::string> quick = {"--quick"};
  check_all({
      {"well", {}, quick, 0, {"\"verdict\": \"fine\""}},
      {"buffered",
       manners([](site_manners& its) { its.lump_frames = 0; }),
       quick,
       1,
       {kind("buffered"), "fastcgi_buffering off;"}},
      {"held",
       manners([](site_manners& its) {
         its.lump_frames = 4;
         its.server = "Apache/2.4.62 (Debian)";
       }),
       quick,
       1,
       {kind("held"), "flushpackets=on"}},
      {"delayed",
       manners([](site_manners& its) {
         its.delay = 190ms;
         its.server = "";
       }),
       {"--quick", "--server", "haproxy"},
       1,
       {kind("delayed"), "option http-no-delay"}},
      {"charset",
       manners([](site_manners& its) { its.type += "; charset=utf-8"; }),
       quick,
       1,
       {kind("charset")}},
      {"headers",
       manners([](site_manners& its) {
         its.kept_headers = {"authorization", "last-event-id"};
         its.server = "Apache";
       }),
       quick,
       1,
       {kind("authorization-lost"), kind("last-event-id-lost"), "CGIPassAuth On"}},
      // Before a monitor gives up.
      {"hung",
       manners([](site_manners& its) { its.is_mute = true; }),
       quick,
       3,
       {kind("too-slow"), "timed out after 5"}},
  });
}

TEST_CASE("What is no worker's answer has its own verdict at once") {
  const auto answering = [](std::string text) {
    site_manners made;
    made.answer_to_all = std::move(text);
    return made;
  };
  check_all({
      {"worker down",
       answering("HTTP/1.1 502 Bad Gateway\r\nServer: nginx\r\n\r\n"),
       {},
       1,
       {kind("worker-down"), "--socket PATH"}},
      {"redirect",
       answering("HTTP/1.1 301 Moved\r\nLocation: https://e.com/sluice/probe\r\n"
                 "Content-Length: 0\r\n\r\n"),
       {},
       1,
       {kind("redirect"), "https://e.com/sluice/probe"}},
      {"no such path",
       answering("HTTP/1.1 404 Not Found\r\nServer: Apache\r\n\r\n"),
       {},
       1,
       {kind("not-found"), "deploy/apache/sluice.conf"}},
      {"a page",
       answering("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>"),
       {},
       1,
       {kind("page")}},
  });
  const command_ending refused = run_command({"doctor", "http://127.0.0.1:1", "--json"});
  CHECK(refused.code == 3);
  CHECK(refused.out.find(kind("refused")) != std::string::npos);
}

TEST_CASE("What keeps the doctor from measuring is no fault, and not taken for time either") {
  check_all({
      {"few requests and all buffered",
       manners([](site_manners& its) {
         its.most_short_answers = 1;
         its.lump_frames = 0;
       }),
       {},
       0,
       {judged("timing", "skipped"), "503 to each"}},
      {"other doctors",
       manners([](site_manners& its) { its.answer_to_streams = busy_with_others; }),
       {"--quick"},
       0,
       {judged("timing", "skipped"), "another doctor"}},
  });
}

TEST_CASE("Other doctors are waited for while they take a moment") {
  check_all({
      {"a few refusals",
       manners([](site_manners& its) {
         its.answer_to_streams = busy_with_others;
         its.streams_answered_so = 3;
       }),
       {"--quick"},
       0,
       {judged("timing", "fine"), judged("headers", "fine")}},
  });
}

TEST_CASE("A whole visit finds what a quick one leaves out", "[P5][P6]") {
  check_all({
      {"well",
       {},
       {"--idle", "1s"},
       0,
       {"the worker knew before", "8 streams", "it lived", judged("unread", "fine")}},
      {"compressing",
       manners([](site_manners& its) { its.holds_compressed = true; }),
       {"--idle", "0"},
       1,
       {kind("compressed"), "gzip off;"}},
      {"cutting",
       manners([](site_manners& its) { its.longest_silence = 1500ms; }),
       {"--idle", "4s"},
       1,
       {kind("cut-when-idle"), "cut after 1.5", "fastcgi_read_timeout 1h;"}},
      {"cutting far behind the heartbeat",
       manners([](site_manners& its) {
         its.longest_silence = 1500ms;
         its.heartbeat = 500ms;
       }),
       {"--idle", "4s"},
       0,
       {kind("cut-when-idle"), "keeps streams alive"}},
      {"blind",
       manners([](site_manners& its) { its.departure_writes = 2; }),
       {"--idle", "0"},
       1,
       {kind("departure"), "fastcgi_ignore_client_abort off;"}},
      {"storing",
       manners([](site_manners& its) {
         its.stores_large = true;
         its.server = "lighttpd/1.4.69";
       }),
       {"--idle", "0"},
       0,
       {kind("stored"), judged("unread", "remark"), "server.stream-response-body = 2"}},
      {"limited to one",
       manners([](site_manners& its) { its.most_streams = 1; }),
       {"--idle", "2s"},
       1,
       {kind("stream-limit"), "1 open", "1 fault (connections)"}},
      {"limited",
       manners([](site_manners& its) { its.most_streams = 3; }),
       {"--idle", "0"},
       1,
       {kind("stream-limit"), "3 open"}},
      {"queueing",
       manners([](site_manners& its) {
         its.most_streams = 3;
         its.queues = true;
       }),
       {"--idle", "0"},
       1,
       {kind("stream-limit"), "3 open, the others: they began when another had ended"}},
      {"nginx behind Apache",
       manners([](site_manners& its) {
         its.server = "Apache";
         its.inner_server = "nginx/1.22.1";
         its.departure_writes = 2;
       }),
       {"--idle", "0"},
       0,
       {"the worker knew at write 2: on a quiet stream"}},
      {"restarted meanwhile",
       manners([](site_manners& its) {
         its.longest_silence = 3s;
         its.restarts_once = true;
       }),
       {"--idle", "4s"},
       0,
       {"it lived"}},
  });
}
