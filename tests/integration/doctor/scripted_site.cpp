#include "scripted_site.hpp"

#include <algorithm>
#include <optional>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gzip_file.hpp"
#include "support/deadline.hpp"
#include "support/socket.hpp"

namespace sluice::test {
namespace {

// A stream's place among those that are open.
struct place {
  std::atomic<std::size_t>& of;
  std::size_t number;
  int connected;
  // A stream is over before another can have its place, as behind a web server.
  ~place() {
    ::shutdown(connected, SHUT_WR);
    --of;
  }
};

// Takes a place where fewer than `most` are taken.
bool try_take(std::atomic<std::size_t>& places, std::size_t most) {
  std::size_t taken = places;
  while (taken < most) {
    if (places.compare_exchange_weak(taken, taken + 1)) return true;
  }
  return false;
}

using std::chrono::milliseconds;

// How long a thread of the site may be unaware that the site is over.
constexpr int look_ms = 20;
// Of frames that are read.
constexpr std::size_t largest_small_frame = 16 * 1024;
constexpr std::string_view too_many =
    "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n";

bool write_all(int connected, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(connected, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::string parameter(const std::string& head, const std::string& name) {
  const std::string target = head.substr(0, head.find("\r\n"));
  for (const char before : {'?', '&'}) {
    const auto at = target.find(before + name + "=");
    if (at == target.npos) continue;
    const auto from = at + name.size() + 2;
    return target.substr(from, target.find_first_of("& ", from) - from);
  }
  return "";
}

milliseconds time_of(const std::string& text) {
  const long number = std::stol(text);
  if (text.ends_with("ms")) return milliseconds(number);
  return text.ends_with("m") ? milliseconds(number * 60'000) : milliseconds(number * 1000);
}

std::string header(const std::string& head, const std::string& name) {
  std::string lower(head);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const auto at = lower.find("\r\n" + name + ": ");
  if (at == lower.npos) return "";
  const auto from = at + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

// What goes from the worker to the doctor, as the manners are.
class scripted_site::hand final {
 public:
  hand(int connected, const site_manners& manners, bool is_compressed)
      : connected_(connected), manners_(manners), is_compressed_(is_compressed) {}

  // False when the doctor is gone.
  bool take(const std::string& frame) {
    if (manners_.stores_large && frame.size() > largest_small_frame) return true;
    held_ += frame;
    const bool waits_for_end = is_compressed_ || manners_.lump_frames == 0;
    if (waits_for_end || ++frames_ % manners_.lump_frames != 0) return true;
    std::this_thread::sleep_for(manners_.delay);
    return flush();
  }
  bool flush() {
    const bool is_sent = write_all(connected_, is_compressed_ ? gzipped(held_) : held_);
    held_.clear();
    return is_sent;
  }

 private:
  const int connected_;
  const site_manners& manners_;
  const bool is_compressed_;
  std::string held_;
  std::size_t frames_ = 0;
};

scripted_site::scripted_site(site_manners manners)
    : manners_(std::move(manners)),
      listening_(listen_on("127.0.0.1:0")),
      address_(tcp_address_of(listening_.number())),
      accepting_([this] { accept_all(); }) {}

scripted_site::~scripted_site() {
  is_over_ = true;
  accepting_.join();
}

void scripted_site::accept_all() {
  while (!is_over_) {
    pollfd watched{listening_.number(), POLLIN, 0};
    if (::poll(&watched, 1, look_ms) <= 0) continue;
    const int connected = ::accept4(listening_.number(), nullptr, nullptr, SOCK_CLOEXEC);
    if (connected >= 0) connections_.emplace_back([this, connected] { serve(connected); });
  }
  for (std::thread& each : connections_) each.join();
}

void scripted_site::serve(int connected) {
  const descriptor socket(connected);
  std::string head;
  while (!is_over_) {
    pollfd watched{connected, POLLIN, 0};
    if (::poll(&watched, 1, look_ms) <= 0) continue;
    char chunk[4096];
    const auto got = ::recv(connected, chunk, sizeof chunk, 0);
    if (got <= 0) return;
    head.append(chunk, static_cast<std::size_t>(got));
    if (!head.ends_with("\r\n\r\n")) continue;
    ++requests_;
    if (manners_.is_mute) continue;
    if (!manners_.answer_to_all.empty()) {
      write_all(connected, manners_.answer_to_all);
      return;
    }
    const std::string id = parameter(head, "ended");
    if (id.empty()) return send_stream(connected, head);
    answer_ending(connected, id);
    head.clear();
  }
}

void scripted_site::answer_ending(int connected, const std::string& id) {
  if (++short_answers_ > manners_.most_short_answers && manners_.most_short_answers > 0) {
    write_all(connected, too_many);
    return;
  }
  std::string body = R"({"sluice":"1.0","base_path":"/sluice","heartbeat_ms":)" +
                     std::to_string(manners_.heartbeat.count());
  {
    const std::lock_guard lock(mutex_);
    const auto found = courses_.find(id);
    body += R"(,"state":")" + (found == courses_.end() ? "unknown" : found->second.state) + "\"";
    if (found != courses_.end()) {
      body += ",\"ms\":" + std::to_string(found->second.ms) +
              ",\"writes\":" + std::to_string(found->second.writes);
    }
  }
  write_all(connected, "HTTP/1.1 200 OK\r\nServer: " + manners_.server +
                           "\r\nContent-Type: application/json\r\nContent-Length: " +
                           std::to_string(body.size() + 1) + "\r\n\r\n" + body + "}");
}

void scripted_site::note(const std::string& id, std::size_t writes) {
  const std::lock_guard lock(mutex_);
  courses_[id].writes = writes;
}

void scripted_site::forget(const std::string& id) {
  const std::lock_guard lock(mutex_);
  courses_.erase(id);
}

void scripted_site::end(const std::string& id, const std::string& state) {
  const std::lock_guard lock(mutex_);
  course& its = courses_[id];
  its.state = state;
  its.ms = std::chrono::duration<double, std::milli>(clock::now() - its.begun).count();
}

// Waits until `due`, or until the doctor is gone when that ends the stream. Says whether it is.
bool scripted_site::has_left_by(time_point due, int connected) const {
  bool is_gone = false;
  while (!is_over_ && !is_gone && clock::now() < due) {
    pollfd watched{connected, POLLIN, 0};
    const auto left = std::chrono::ceil<milliseconds>(due - clock::now()).count();
    is_gone = ::poll(&watched, 1, static_cast<int>(std::clamp<long>(left, 0, look_ms))) > 0;
  }
  const bool ends_at_once = is_gone && manners_.departure_writes == 0;
  while (!is_over_ && !ends_at_once && clock::now() < due) {
    std::this_thread::sleep_for(
        std::min<clock::duration>(due - clock::now(), milliseconds(look_ms)));
  }
  return is_gone;
}

std::string scripted_site::frame(std::size_t number, time_point begun,
                                 const std::string& head) const {
  const double ms = std::chrono::duration<double, std::milli>(clock::now() - begun).count();
  std::string data = R"({"frame":)" + std::to_string(number) + R"(,"ms":)" + std::to_string(ms);
  if (number == 1) {
    const auto arrived = [&](const std::string& name) {
      const auto& kept = manners_.kept_headers;
      return std::find(kept.begin(), kept.end(), name) == kept.end() ? header(head, name) : "";
    };
    data += R"(,"server":")" + manners_.inner_server +
            R"(","sluice":"1.0","base_path":"/sluice","heartbeat_ms":)" +
            std::to_string(manners_.heartbeat.count()) + R"(,"arrived":{"authorization":)" +
            (arrived("authorization").empty() ? "false" : "true") + R"(,"cookie":)" +
            (arrived("cookie").empty() ? "false" : "true") + R"(,"last_event_id":")" +
            arrived("last-event-id") + "\"}";
  }
  const std::size_t padding = std::stoul("0" + parameter(head, "size"));
  if (padding > 0) data += R"(,"padding":")" + std::string(padding, '.') + "\"";
  return "data: " + data + "}\n\n";
}

std::size_t scripted_site::take_place() {
  while (manners_.queues && !is_over_) {
    if (try_take(streams_, manners_.most_streams)) return manners_.most_streams;
    std::this_thread::sleep_for(milliseconds(look_ms));
  }
  return ++streams_;
}

void scripted_site::send_stream(int connected, const std::string& head) {
  if (!manners_.answer_to_streams.empty() && answered_so_++ < manners_.streams_answered_so) {
    write_all(connected, manners_.answer_to_streams);
    return;
  }
  const place taken{streams_, take_place(), connected};
  if (manners_.most_streams > 0 && taken.number > manners_.most_streams) {
    write_all(connected, too_many);
    return;
  }
  const bool is_compressed =
      manners_.holds_compressed && header(head, "accept-encoding").find("gzip") != head.npos;
  write_all(connected, "HTTP/1.1 200 OK\r\nServer: " + manners_.server +
                           "\r\nContent-Type: " + manners_.type + "\r\nConnection: close\r\n" +
                           (is_compressed ? "Content-Encoding: gzip\r\n" : "") + "\r\n");
  hand to(connected, manners_, is_compressed);
  const std::string state = send_frames(connected, head, to);
  const bool is_watched = time_of(parameter(head, "idle")) > milliseconds(0);
  if (is_watched && state == "client-gone" && manners_.restarts_once) {
    has_restarted_ = true;
    return forget(parameter(head, "id"));
  }
  if (state == "complete") to.flush();
  end(parameter(head, "id"), state);
}

std::string scripted_site::send_frames(int connected, const std::string& head, hand& to) {
  const std::string id = parameter(head, "id");
  const std::size_t frames = std::stoul(parameter(head, "frames"));
  const milliseconds interval = time_of(parameter(head, "interval"));
  const milliseconds idle = time_of(parameter(head, "idle"));
  const milliseconds longest = manners_.longest_silence;
  const auto begun = clock::now();
  note(id, 0);
  std::size_t writes_for_nobody = 0;
  bool is_gone = false;
  for (std::size_t number = 1; number <= frames; ++number) {
    const auto silence = number == frames ? interval + idle : interval;
    const bool is_cut =
        number > 1 && longest > milliseconds(0) && silence > longest && !has_restarted_;
    if (number > 1) {
      const time_point due = clock::now() + (is_cut ? longest : silence);
      is_gone = has_left_by(due, connected) || is_gone;
    }
    if (is_cut || (is_gone && manners_.departure_writes == 0)) return "client-gone";
    note(id, number);
    if (!is_gone) to.take(frame(number, begun, head));
    if (is_gone && ++writes_for_nobody == manners_.departure_writes) return "client-gone";
  }
  has_left_by(clock::now() + interval, connected);
  return "complete";
}

}  // namespace sluice::test
