#include "doctor/unread.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "doctor/advice.hpp"
#include "doctor/figure.hpp"

namespace sluice::doctor {
namespace {

// Kernels took 3.5 MiB behind each of the five servers, and 9 to 11 where the worker was reached by
// TCP, since that has two more buffers. What a server has itself is far below the rest.
constexpr std::size_t most_held_bytes = 20 * 1024 * 1024;

// A busy machine keeps a worker from its twenty frames a second, and not for so long from each.
constexpr auto held_for = std::chrono::seconds(3);

}  // namespace

bool unread_watch::is_settled(const std::optional<probe_ending>& told, time_point now) {
  using state = probe_ending::state;
  if (told && told->now != state::running && told->now != state::unknown) return true;
  const std::size_t writes = told ? told->writes : 0;
  if (writes != writes_ || !changed_) changed_ = now;
  writes_ = writes;
  return writes * frame_bytes_ > most_held_bytes || now - *changed_ >= held_for;
}

finding judge_unread(const unread_stream& what, web_server server) {
  finding made{"unread"};
  made.tried =
      "leave a stream of " + bytes_text(what.frames_asked_for * what.frame_bytes) + " unread";
  if (what.answer.status != 200) {
    return skip(made, "status " + std::to_string(what.answer.status));
  }
  if (auto why = why_untold(what.ending)) return skip(made, std::move(*why));
  const std::size_t taken = what.ending->writes * what.frame_bytes;
  made.seen = bytes_text(taken) + " were taken from the worker";
  if (taken <= most_held_bytes) {
    made.seen += ", which is what kernels hold; then it had to wait";
    return made;
  }
  made.what = judgement::remark;
  made.kind = "stored";
  made.cause =
      "a server on the way stores a stream for a reader that does not read, in memory or in files, "
      "where the worker would end it";
  made.change = advise("stored", server);
  return made;
}

}  // namespace sluice::doctor
