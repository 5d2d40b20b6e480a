#include "client/timed_client.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <ctime>
#include <new>
#include <stdexcept>
#include <utility>

#include <sys/socket.h>

#include "base/text.hpp"
#include "client/curl_handle.hpp"
#include "client/curl_trouble.hpp"

namespace sluice::client {
namespace {

// Holds SIGPIPE back from this thread, as libcurl would by itself were it not told to leave signals
// alone; what it does is for the whole process, and there may be another thread with a client.
class pipe_guard final {
 public:
  pipe_guard() {
    sigemptyset(&held_);
    sigaddset(&held_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &held_, &before_);
  }
  ~pipe_guard() {
    const timespec at_once{};
    while (sigtimedwait(&held_, nullptr, &at_once) == SIGPIPE) {
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  pipe_guard(const pipe_guard&) = delete;
  pipe_guard& operator=(const pipe_guard&) = delete;

 private:
  sigset_t held_;
  sigset_t before_;
};

constexpr int look_every_ms = 250;
// Of an answer that is not read on. The kernel doubles it.
constexpr int unread_buffer_bytes = 8 * 1024;

// Keeps the kernel from taking an answer that the program does not read. What it refuses changes
// only how much it takes.
int limit_buffer(void*, curl_socket_t connected, curlsocktype) {
  ::setsockopt(connected, SOL_SOCKET, SO_RCVBUF, &unread_buffer_bytes, sizeof unread_buffer_bytes);
  return CURL_SOCKOPT_OK;
}

// One request and what comes of it.
class exchange final {
 public:
  explicit exchange(const timed_order& order)
      : order_(order), handle_(make_curl_handle(order.url)) {
    for (const std::string& each : order.headers) headers_.add(each);
    set_option(handle_, CURLOPT_HTTPHEADER, headers_.list());
    set_option(handle_, CURLOPT_ACCEPT_ENCODING, order.accept_encoding.c_str());
    if (!order.ca_file.empty()) set_option(handle_, CURLOPT_CAINFO, order.ca_file.c_str());
    choose_connection();
    if (!is_read()) set_option(handle_, CURLOPT_SOCKOPTFUNCTION, &limit_buffer);
    set_option(handle_, CURLOPT_NOSIGNAL, 1L);
    set_option(handle_, CURLOPT_TIMEOUT_MS, limit_ms());
    hear_answers(handle_, &on_header, &on_body, this, words_);
    set_option(handle_, CURLOPT_PRIVATE, static_cast<void*>(this));
  }
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  CURL* handle() const { return handle_.get(); }
  void begin() { begun_ = clock::now(); }

  void end(CURLcode code) {
    is_over_ = true;
    answer_.ended = clock::now();
    read_result();
    if (has_left_) {
      answer_.how = timed_answer::ending::left;
    } else if (code != CURLE_OK) {
      answer_.what = trouble_of(handle_, code);
      const bool is_limit = code == CURLE_OPERATION_TIMEDOUT && answer_.status != 0;
      answer_.how = is_limit ? timed_answer::ending::limit : timed_answer::ending::failed;
      answer_.why = words_[0] != '\0' ? words_ : curl_easy_strerror(code);
    }
  }

  bool is_looked_after() const { return !is_over_ && order_.on_look; }
  bool is_wanted() const { return order_.on_look() == after_bytes::read_on; }
  /// No more of it is wanted, and the transport does not have it any more.
  void leave() {
    has_left_ = true;
    end(CURLE_OK);
  }

  timed_answer take() {
    if (!is_over_) {
      read_result();
      answer_.ended = clock::now();
      answer_.how = timed_answer::ending::interrupted;
    }
    return std::move(answer_);
  }

 private:
  bool is_read() const { return order_.how_far == timed_order::reading::all; }

  long limit_ms() const {
    return static_cast<long>(std::chrono::ceil<std::chrono::milliseconds>(order_.limit).count());
  }

  void choose_connection() {
    const bool is_2 = order_.by == timed_order::protocol::http_2;
    set_option(handle_, CURLOPT_HTTP_VERSION,
               static_cast<long>(is_2 ? CURL_HTTP_VERSION_2_0 : CURL_HTTP_VERSION_1_1));
    if (order_.on == timed_order::connection::kept) return;
    set_option(handle_, CURLOPT_FRESH_CONNECT, 1L);
    set_option(handle_, CURLOPT_FORBID_REUSE, 1L);
  }

  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self) {
    static_cast<exchange*>(self)->take_header({bytes, count});
    return count;
  }

  // The empty line ends the head, also that of an answer like 100, after which another head comes.
  void take_header(std::string_view line) {
    if (line.starts_with("HTTP/")) answer_.headers.clear();
    if (line == "\r\n" || line == "\n") {
      answer_.status = status_of(handle_);
      if (answer_.status >= 200) answer_.head_came = clock::now();
      return;
    }
    const auto colon = line.find(':');
    if (colon == line.npos) return;
    answer_.headers.emplace_back(line.substr(0, colon), trimmed(line.substr(colon + 1), " \t\r\n"));
  }

  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& its = *static_cast<exchange*>(self);
    if (!its.is_read()) return CURL_WRITEFUNC_PAUSE;
    its.taken_bytes_ += count;
    if (its.taken_bytes_ <= timed_answer::longest_body_bytes) {
      its.answer_.pieces.push_back({clock::now(), std::string(bytes, count)});
    }
    const bool reads_on =
        !its.order_.on_body || its.order_.on_body({bytes, count}) == after_bytes::read_on;
    its.has_left_ = !reads_on;
    return reads_on ? count : 0;
  }

  void read_result() {
    answer_.status = status_of(handle_);
    answer_.location = redirect_of(handle_);
    long version = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_HTTP_VERSION, &version);
    answer_.protocol = version == CURL_HTTP_VERSION_2_0   ? "HTTP/2"
                       : version == CURL_HTTP_VERSION_1_0 ? "HTTP/1.0"
                                                          : "HTTP/1.1";
    curl_off_t ready_us = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_PRETRANSFER_TIME_T, &ready_us);
    answer_.sent = begun_ + std::chrono::microseconds(ready_us);
  }

  const timed_order& order_;
  const curl_handle handle_;
  curl_headers headers_;
  timed_answer answer_;
  time_point begun_;
  std::size_t taken_bytes_ = 0;
  bool has_left_ = false;
  bool is_over_ = false;
  char words_[CURL_ERROR_SIZE] = {};
};

// Requests that are under way, taken from the transport whatever happens.
class undertaking final {
 public:
  undertaking(CURLM* with, std::span<const timed_order> orders) : with_(with) {
    for (const timed_order& each : orders) all_.push_back(std::make_unique<exchange>(each));
    for (const auto& each : all_) {
      each->begin();
      check(curl_multi_add_handle(with_, each->handle()));
    }
  }
  ~undertaking() {
    for (const auto& each : all_) curl_multi_remove_handle(with_, each->handle());
  }
  undertaking(const undertaking&) = delete;
  undertaking& operator=(const undertaking&) = delete;

  void run(int interrupting) {
    for (;;) {
      int running = 0;
      check(curl_multi_perform(with_, &running));
      take_endings();
      if (running == 0) return;
      curl_waitfd watched{interrupting, CURL_WAIT_POLLIN, 0};
      check(curl_multi_poll(with_, &watched, 1, wait_ms(), nullptr));
      if (watched.revents != 0) return;
      leave_unwanted();
    }
  }

  std::vector<timed_answer> take() {
    std::vector<timed_answer> answers;
    for (const auto& each : all_) answers.push_back(each->take());
    return answers;
  }

 private:
  int wait_ms() const {
    const bool is_any = std::any_of(all_.begin(), all_.end(),
                                    [](const auto& each) { return each->is_looked_after(); });
    return is_any ? look_every_ms : curl_poll_limit_ms;
  }

  void leave_unwanted() {
    for (const auto& each : all_) {
      if (!each->is_looked_after() || each->is_wanted()) continue;
      check(curl_multi_remove_handle(with_, each->handle()));
      each->leave();
    }
  }

  void take_endings() {
    int left = 0;
    while (const CURLMsg* const told = curl_multi_info_read(with_, &left)) {
      exchange* of = nullptr;
      curl_easy_getinfo(told->easy_handle, CURLINFO_PRIVATE, &of);
      of->end(told->data.result);
    }
  }

  CURLM* const with_;
  std::vector<std::unique_ptr<exchange>> all_;
};

}  // namespace

class timed_client::transport final {
 public:
  transport() : multi_(make_curl_multi()) {}
  CURLM* multi() const { return multi_.get(); }

 private:
  const curl_multi multi_;
};

timed_client::timed_client(const interrupt& until)
    : until_(until), transport_(std::make_unique<transport>()) {}

timed_client::~timed_client() = default;

std::vector<timed_answer> timed_client::ask(std::span<const timed_order> orders) {
  const pipe_guard quiet;
  undertaking now(transport_->multi(), orders);
  now.run(until_.descriptor());
  return now.take();
}

timed_answer timed_client::ask(const timed_order& order) {
  return std::move(ask(std::span(&order, 1)).front());
}

}  // namespace sluice::client
