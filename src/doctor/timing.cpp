#include "doctor/timing.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "doctor/advice.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

// Opening a stream may ask a directory or a database whether it is allowed to; longer is noticed.
constexpr auto slow_first_frame = std::chrono::seconds(1);

std::string frames_text(const stream_record& of) {
  const std::size_t asked = of.frames_asked_for;
  if (of.frames.size() < 2) return count_text(asked, "frame");
  const auto over = of.frames.back().left - of.frames.front().left;
  return count_text(asked, "frame") + " over " + time_text(over);
}

std::size_t collected_or_cut(const timed_tries& of) {
  return static_cast<std::size_t>(std::count_if(
      of.records.begin(), of.records.end(),
      [](const stream_record& each) { return is_collected_or_cut(judge_pace(each)); }));
}

std::string seen_text(const timed_tries& of) {
  const stream_record& record = of.shown();
  const auto& frames = record.frames;
  const std::string delay = time_text(of.together.delay);
  switch (of.together.how) {
    case pattern::prompt:
      return "each came as it was sent, " + delay + " late";
    case pattern::delayed:
      return "each came " + delay + " late, apart as they were sent";
    case pattern::held:
      return "they came in " + count_text(of.together.lumps, "lump") + ", up to " +
             time_text(record.delay_of(frames.front())) + " late";
    case pattern::buffered:
      return "all came together, " + time_text(record.delay_of(frames.front())) +
             " after the first was sent";
    case pattern::cut:
      return std::to_string(frames.size()) + " came before the answer ended after " +
             time_text(record.ended);
    case pattern::uneven:
      return "they came unevenly, the middle one " + delay +
             " late, and not twice in the same way: this machine, the server or the network is "
             "busy";
    case pattern::at_times:
      return "they did not come in time at " + std::to_string(collected_or_cut(of)) + " of " +
             count_text(of.records.size(), "try", "tries") + ", and did at the last";
  }
  return "";
}

const char* kind_of(const timed_tries& of) {
  switch (of.together.how) {
    case pattern::delayed:
      return "delayed";
    case pattern::held:
      return "held";
    case pattern::buffered:
      return "buffered";
    case pattern::cut:
      return "cut-short";
    case pattern::at_times:
      return "late-at-times";
    case pattern::prompt:
    case pattern::uneven:
      break;
  }
  return "";
}

std::string cause_of(const timed_tries& of, std::size_t buffer_bytes) {
  switch (of.together.how) {
    case pattern::delayed:
      return "each piece is kept for a fixed time in the hope of more (HAProxy without `option "
             "http-no-delay`: 0.2 s)";
    case pattern::held:
    case pattern::buffered:
      if (buffer_bytes > 0) {
        return "a buffer on the way is filled before anything is handed on";
      }
      return "a server on the way collects the answer until it ends";
    case pattern::cut:
      return "something on the way ended the answer before the worker did";
    case pattern::at_times:
      return "several servers answer at this address and one of them is set up in another way; or "
             "this machine stood still meanwhile";
    case pattern::prompt:
    case pattern::uneven:
      break;
  }
  return "";
}

bool is_fault(const timed_tries& of) {
  return !of.is_prompt() && of.together.how != pattern::uneven &&
         of.together.how != pattern::at_times;
}

// Whether what is late in this way is not so in the plain one. Where the machine makes the plain
// frames come unevenly, only frames that wait for others are told apart from those.
bool is_of_its_own(const timed_tries& late, const timed_tries& plain) {
  if (plain.together.how == pattern::uneven) return late.is_held_back();
  return plain.is_prompt();
}

judgement judgement_of(const timed_tries& of) {
  if (of.is_prompt()) return judgement::fine;
  return is_fault(of) ? judgement::fault : judgement::remark;
}

finding make(const char* probe, const timed_tries& of, std::string tried) {
  finding made;
  made.probe = probe;
  made.what = judgement_of(of);
  made.tried = std::move(tried);
  made.seen = seen_text(of);
  if (of.is_prompt() && of.records.size() > 1) {
    made.seen += " (at try " + std::to_string(of.records.size()) + "; a busy machine before)";
  }
  return made;
}

}  // namespace

timed_tries judge_tries(std::vector<stream_record> records) {
  std::vector<pace> paces;
  for (const stream_record& each : records) paces.push_back(judge_pace(each));
  return {std::move(records), judge_paces(paces)};
}

finding judge_first_byte(const timed_tries& plain) {
  finding made{"first-byte"};
  made.tried = "open a stream";
  const auto& frames = plain.shown().frames;
  if (frames.empty() || plain.is_held_back()) {
    return skip(made,
                frames.empty() ? "no frame came" : "it waits for others, as the timing shows");
  }
  made.seen = "the first frame came " + time_text(frames.front().came) +
              " after the request; there and back takes " + time_text(plain.shown().round_trip);
  if (!plain.is_prompt() || plain.together.first_delay < slow_first_frame) return made;
  made.what = judgement::remark;
  made.kind = "slow-first-byte";
  made.cause = "a server on the way takes its time before it asks the worker, who answers at once";
  made.change = advise("slow-first-byte", web_server::unknown);
  return made;
}

finding judge_timing(const timed_tries& plain, std::size_t buffer_bytes, web_server server) {
  finding made = make("timing", plain, frames_text(plain.shown()) + " over HTTP/1.1");
  if (buffer_bytes > 0) made.seen += "; larger ones in lumps of about " + bytes_text(buffer_bytes);
  if (!is_fault(plain) && plain.together.how != pattern::at_times) return made;
  // What nginx holds it holds in its buffer, whether that is filled meanwhile or not.
  const bool is_nginx_lump = server == web_server::nginx && plain.together.how == pattern::held;
  made.kind = is_nginx_lump ? "buffered" : kind_of(plain);
  made.cause = cause_of(plain, buffer_bytes);
  made.change = advise(made.kind, server);
  return made;
}

finding judge_compression(const timed_tries& compressed, std::string_view encoding,
                          const timed_tries& plain, web_server server) {
  finding made = make("compression", compressed, "the same with Accept-Encoding: gzip, br, zstd");
  made.seen +=
      encoding.empty() ? "; not compressed" : "; compressed with " + printable(encoding, 20);
  if (compressed.is_prompt()) {
    if (encoding.empty()) return made;
    made.what = judgement::remark;
    made.kind = "compressed-in-time";
    made.cause = "the stream is compressed, which costs the server memory for each one";
    made.change = advise("compressed", server);
    return made;
  }
  if (!is_fault(compressed)) return made;
  if (!is_of_its_own(compressed, plain)) {
    return skip(made, made.seen + "; as without compression, so that comes first");
  }
  made.kind = "compressed";
  made.cause =
      encoding.empty()
          ? "late only where compression is offered: the answer passes a compressor, whose "
            "mark another layer takes off"
          : "the compressor keeps events until it has enough of them; without "
            "compression they do not wait for each other";
  made.change = advise("compressed", server);
  return made;
}

finding judge_http2(const timed_tries& over_2, const timed_tries& over_1, web_server server) {
  finding made = make("http2", over_2, "the same over HTTP/2");
  if (over_2.is_prompt()) {
    if (is_fault(over_1)) {
      made.seen += ", while HTTP/1.1 is held back: a browser that speaks HTTP/2 hides the fault";
    }
    return made;
  }
  if (!is_fault(over_2)) return made;
  if (!is_of_its_own(over_2, over_1)) {
    return skip(made, made.seen + "; as over HTTP/1.1, so that comes first");
  }
  made.kind = "held-over-http2";
  made.cause = "only over HTTP/2 frames are held back, and browsers use that where it is offered";
  made.change = advise("held-over-http2", server);
  return made;
}

}  // namespace sluice::doctor
