#include "client/http_stream.hpp"

#include <new>
#include <stdexcept>

#include "client/curl_handle.hpp"
#include "client/retry_after.hpp"

namespace sluice::client {
namespace {

// One request and what comes of it.
class exchange final {
 public:
  exchange(const hub_url& url, const std::string& last_event_id, const std::string& token,
           stream_listener& listener)
      : handle_(make_curl_handle(url)), listener_(listener), multi_(make_curl_multi()) {
    headers_.add("Accept: text/event-stream");
    headers_.add("Cache-Control: no-store");
    if (!last_event_id.empty()) headers_.add("Last-Event-ID: " + last_event_id);
    if (!token.empty()) headers_.add("Authorization: Bearer " + token);
    set_option(handle_, CURLOPT_HTTPHEADER, headers_.list());
    hear_answers(handle_, &on_header, &on_body, this, words_);
    if (curl_multi_add_handle(multi_.get(), handle_.get()) != CURLM_OK) throw std::bad_alloc();
  }
  ~exchange() { curl_multi_remove_handle(multi_.get(), handle_.get()); }
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  stream_ending run(int interrupting) {
    for (;;) {
      int running = 0;
      check(curl_multi_perform(multi_.get(), &running));
      if (running == 0) return ending();
      curl_waitfd watched{interrupting, CURL_WAIT_POLLIN, 0};
      check(curl_multi_poll(multi_.get(), &watched, 1, curl_poll_limit_ms, nullptr));
      if (watched.revents != 0) return {stream_ending::kind::interrupted};
    }
  }

 private:
  // Each line of the head with its end; the empty one ends it, also that of an answer like 100,
  // after which another head comes.
  static std::size_t on_header(char* bytes, std::size_t, std::size_t count, void* self) {
    const std::string_view line(bytes, count);
    if (line == "\r\n" || line == "\n") static_cast<exchange*>(self)->tell_head();
    return count;
  }

  static std::size_t on_body(char* bytes, std::size_t, std::size_t count, void* self) {
    auto& its = *static_cast<exchange*>(self);
    if (its.listener_.on_body({bytes, count}) == after_bytes::read_on) return count;
    its.has_left_ = true;
    return 0;
  }

  void tell_head() {
    const int status = status_of(handle_);
    if (status < 200) return;
    stream_head head;
    head.status = status;
    head.content_type = header_of(handle_, "Content-Type");
    head.retry_after = try_parse_retry_after(header_of(handle_, "Retry-After"));
    head.location = header_of(handle_, "Location");
    listener_.on_head(head);
  }

  stream_ending ending() const {
    if (has_left_) return {stream_ending::kind::left};
    int left = 0;
    const CURLMsg* const told = curl_multi_info_read(multi_.get(), &left);
    const CURLcode code = told != nullptr ? told->data.result : CURLE_OK;
    if (code == CURLE_OK) return {stream_ending::kind::ended, "the stream ended"};
    return {stream_ending::kind::ended, words_[0] != '\0' ? words_ : curl_easy_strerror(code)};
  }

  curl_handle handle_;
  curl_headers headers_;
  stream_listener& listener_;
  curl_multi multi_;
  bool has_left_ = false;
  char words_[CURL_ERROR_SIZE] = {};
};

}  // namespace

stream_ending http_stream::follow(const std::string& last_event_id, const std::string& token,
                                  stream_listener& listener) {
  return exchange(url_, last_event_id, token, listener).run(until_.descriptor());
}

}  // namespace sluice::client
