#include "doctor/site_examination.hpp"

#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doctor/connections.hpp"
#include "doctor/departure.hpp"
#include "doctor/figure.hpp"
#include "doctor/idle_watch.hpp"
#include "doctor/probe_client.hpp"
#include "doctor/reach.hpp"
#include "doctor/request_headers.hpp"
#include "doctor/response_head.hpp"
#include "doctor/timing.hpp"
#include "doctor/unread.hpp"
#include "sse/parser.hpp"

namespace sluice::doctor {
namespace {

using std::chrono::milliseconds;
using protocol = client::timed_order::protocol;

// Frames of it fill the buffers that web servers have for an answer, of 4 to 32 KiB, several times.
constexpr std::size_t filling_frames = 60;
constexpr std::size_t filling_padding_bytes = 1500;
constexpr auto filling_interval = milliseconds(50);
// Two browsers of one household with a few tabs each; a limit below that is felt.
constexpr std::size_t streams_at_a_time = 8;
// Longer than it takes to open them all, beside what the way takes for TCP, TLS and the request.
constexpr auto streams_hold = milliseconds(1500);
constexpr int round_trips_per_opening = 4;
// One frame a second, so that a worker that is told at once knows before the next, and ten of them
// after the departure: the slowest server measured (Caddy) shows it at the fourth.
constexpr std::size_t departure_frames = 12;
constexpr std::size_t departure_after = 2;
constexpr auto departure_interval = std::chrono::seconds(1);
constexpr auto departure_look = milliseconds(100);
// The loop of a worker sends twenty frames a second.
constexpr std::size_t unread_frames = 64;
constexpr std::size_t unread_padding_bytes = 512 * 1024;
constexpr auto unread_interval = milliseconds(50);
// Where the worker gets by with a frame now and then.
constexpr auto unread_limit = std::chrono::seconds(30);

class site_examination final {
 public:
  site_examination(const site_visit& visit, verdict& into)
      : visit_(visit), into_(into), client_(visit) {}
  site_examination(const site_examination&) = delete;
  site_examination& operator=(const site_examination&) = delete;

  void run() {
    if (!reach()) return;
    if (const auto last = client_.measure_round_trip()) {
      if (!is_interrupted()) return into_.add(judge_no_round_trip(*last));
    }
    examine({&site_examination::examine_timing, &site_examination::examine_headers});
    if (visit_.order.how == depth::whole) examine_the_rest();
  }

 private:
  // What a signal has cut is not judged.
  bool is_interrupted() const { return visit_.until.wait_until(clock::now()); }

  void examine(std::initializer_list<void (site_examination::*)()> probes) {
    for (const auto probe : probes) {
      if (!is_interrupted()) (this->*probe)();
    }
  }

  bool reach() {
    const auto answer = client_.ask_ending(make_probe_id());
    if (is_interrupted()) return false;
    outer_ = visit_.order.server.value_or(recognize_server(answer.header("Server").value_or("")));
    server_ = outer_;
    if (is_out_of_reach(answer)) into_.declare_unreachable();
    const finding found = judge_reach(answer, visit_.order.probe.shown(), server_);
    into_.add(found);
    return found.what == judgement::fine;
  }

  // The worker knows which web server speaks with it, where that does not name itself to browsers
  // or another stands before it.
  void learn_server(const stream_record& from) {
    if (visit_.order.server || !from.arrival) return;
    const web_server told = recognize_server(from.arrival->server);
    if (told != web_server::unknown) server_ = told;
  }

  timed_tries try_often(const stream_way& how, client::timed_answer& last) {
    std::vector<stream_record> records;
    std::vector<pace> paces;
    do {
      probe_request what{make_probe_id()};
      what.interval = telling_interval(client_.round_trip());
      seen_stream seen = client_.open(what, how);
      paces.push_back(judge_pace(seen.record));
      records.push_back(std::move(seen.record));
      last = std::move(seen.answer);
    } while (last.status == 200 && !is_settled(paces) && !is_interrupted());
    return judge_tries(std::move(records));
  }

  void examine_timing() {
    client::timed_answer answer;
    plain_ = try_often({}, answer);
    if (is_interrupted()) return;
    learn_server(plain_.shown());
    if (answer.status != 200) {
      return into_.add(judge_refused_stream(answer, visit_.order.probe.shown(), server_));
    }
    const finding head = judge_head(answer, server_);
    into_.add(plain_.is_held_back() ? beside_held_back(head) : head);
    into_.add(judge_first_byte(plain_));
    std::size_t buffer_bytes = 0;
    const bool is_collected = plain_.is_held_back() && plain_.together.how != pattern::cut;
    if (is_collected && visit_.order.how == depth::whole && !is_interrupted()) {
      probe_request filling{make_probe_id(), filling_frames, filling_interval,
                            filling_padding_bytes};
      buffer_bytes = find_buffer(client_.open(filling).record);
    }
    into_.add(judge_timing(plain_, buffer_bytes, server_));
  }

  void examine_headers() {
    sent_headers sent;
    sent.authorization = visit_.token.empty() ? make_probe_id() : visit_.token;
    sent.last_event_id = make_probe_id();
    probe_request what{make_probe_id()};
    what.frames = 1;
    stream_way how;
    how.headers = sent.lines();
    const seen_stream seen = client_.open(what, how);
    if (is_interrupted()) return;
    for (finding& each : judge_request_headers(seen.answer, seen.record, sent, server_)) {
      into_.add(each);
    }
  }

  // Connections come before a silent stream takes one of those that a limit leaves.
  void examine_the_rest() {
    examine({&site_examination::examine_connections});
    std::optional<idle_watch> idle;
    if (visit_.order.idle > milliseconds::zero() && !is_interrupted()) idle.emplace(visit_);
    examine({&site_examination::examine_compression, &site_examination::examine_http2,
             &site_examination::examine_departure, &site_examination::examine_unread});
    if (idle) examine_idle(*idle);
  }

  void examine_compression() {
    stream_way how;
    how.accept_encoding = "gzip, br, zstd";
    client::timed_answer answer;
    const timed_tries tries = try_often(how, answer);
    if (is_interrupted()) return;
    if (answer.status != 200 || answer.what == client::trouble::bad_encoding) {
      return into_.add({"compression", judgement::skipped, "", "the same compressed",
                        answer.status == 200
                            ? "it comes in an encoding that this doctor cannot read"
                            : "status " + std::to_string(answer.status)});
    }
    into_.add(
        judge_compression(tries, answer.header("Content-Encoding").value_or(""), plain_, server_));
  }

  void examine_http2() {
    stream_way how;
    how.by = protocol::http_2;
    client::timed_answer answer;
    const timed_tries tries = try_often(how, answer);
    if (is_interrupted()) return;
    if (answer.protocol != "HTTP/2" || answer.status != 200) {
      return into_.add({"http2", judgement::skipped, "", "the same over HTTP/2", "not offered"});
    }
    into_.add(judge_http2(tries, plain_, server_));
  }

  // Says whether a probe is left out, since what it looks at would be the same held back.
  bool skip_held_back(const char* probe, const char* tried) {
    if (!plain_.is_held_back()) return false;
    into_.add(
        {probe, judgement::skipped, "", tried, "frames do not come in time, so that comes first"});
    return true;
  }

  void examine_departure() {
    // With what is held back a departure cannot be told from a frame that does not come.
    if (skip_held_back("departure", "leave a stream")) return;
    const web_server blamed = server_of_departures(outer_, server_);
    departed_stream seen = depart();
    // nginx should have told at once: once more, in case the machine was busy.
    if (blamed == web_server::nginx && writes_behind_departure(seen) > 0) seen = depart();
    if (is_interrupted()) return;
    into_.add(judge_departure(seen, blamed));
  }

  departed_stream depart() {
    const probe_request what{make_probe_id(), departure_frames, departure_interval};
    departed_stream seen;
    seen.frames_in_all = departure_frames;
    sse::parser parser;
    stream_way how;
    how.on_body = [&](std::string_view bytes) {
      parser.feed(bytes, [&](const sse::message&) { ++seen.frames_seen; });
      return seen.frames_seen < departure_after ? client::after_bytes::read_on
                                                : client::after_bytes::leave;
    };
    client_.open(what, how);
    const time_point limit = clock::now() + what.duration() + departure_interval;
    do {
      seen.ending = client_.try_ask_ending(what.id);
      const bool is_running = seen.ending && seen.ending->now == probe_ending::state::running;
      if (!is_running) break;
    } while (clock::now() < limit && !visit_.until.wait_until(clock::now() + departure_look));
    return seen;
  }

  void examine_unread() {
    // What is collected is stored for everybody.
    if (skip_held_back("unread", "leave a stream unread")) return;
    const probe_request what{make_probe_id(), unread_frames, unread_interval, unread_padding_bytes};
    stream_way how;
    how.how_far = client::timed_order::reading::first_bytes;
    how.limit = unread_limit;
    probe_client asking(visit_);
    unread_watch watch(what.padding_bytes);
    how.on_look = [&] {
      return watch.is_settled(asking.try_ask_ending(what.id), clock::now())
                 ? client::after_bytes::leave
                 : client::after_bytes::read_on;
    };
    unread_stream seen{what.frames, what.padding_bytes, client_.open(what, how).answer, {}};
    seen.ending = client_.try_ask_ending(what.id);
    if (!is_interrupted()) into_.add(judge_unread(seen, server_));
  }

  void examine_connections() {
    // What is held back comes at the end, whether or not it was queued.
    if (skip_held_back("connections", "several streams at a time")) return;
    finding found = judge_connections(open_together(), server_);
    // On a busy machine some open when the first have ended; what a server queues it queues again.
    if (found.what == judgement::fault && !is_interrupted()) {
      found = judge_connections(open_together(), server_);
    }
    if (!is_interrupted()) into_.add(found);
  }

  std::vector<client::timed_answer> open_together() {
    probe_request what;
    what.frames = 2;
    what.idle = streams_hold +
                std::chrono::ceil<milliseconds>(client_.round_trip() * round_trips_per_opening);
    std::vector<client::timed_answer> answers;
    for (seen_stream& each : client_.open_many(streams_at_a_time, what)) {
      answers.push_back(std::move(each.answer));
    }
    return answers;
  }

  void examine_idle(idle_watch& watch) {
    const auto left = watch.left();
    if (left > std::chrono::seconds(1) && !is_interrupted()) {
      visit_.tell("watching a silent stream for another " + time_text(left));
    }
    into_.add(judge_silence(watch.take(), server_));
  }

  const site_visit& visit_;
  verdict& into_;
  probe_client client_;
  // What the answers name, and what speaks with the worker; the same where it is one server.
  web_server outer_ = web_server::unknown;
  web_server server_ = web_server::unknown;
  timed_tries plain_;
};

}  // namespace

void examine_site(const site_visit& visit, verdict& into) {
  site_examination(visit, into).run();
}

}  // namespace sluice::doctor
