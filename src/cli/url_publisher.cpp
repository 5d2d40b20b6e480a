#include "cli/url_publisher.hpp"

#include <chrono>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "cli/token_file.hpp"
#include "client/curl_handle.hpp"
#include "client/retry_after.hpp"

namespace sluice::cli {
namespace {

// Longer than a proxy waits for a worker: nginx gives up after 60 s, and says so.
constexpr long answer_limit_seconds = 70;
// An id has at most 1 KiB, an error is a sentence.
constexpr std::size_t longest_answer_bytes = 64 * 1024;

std::size_t take_body(char* bytes, std::size_t, std::size_t count, void* into) {
  auto& body = *static_cast<std::string*>(into);
  if (body.size() + count > longest_answer_bytes) return 0;
  body.append(bytes, count);
  return count;
}

publish_answer read_answer(const client::curl_handle& from, std::string body) {
  publish_answer answer;
  answer.status = client::status_of(from);
  while (body.ends_with('\n') || body.ends_with('\r')) body.pop_back();
  const bool is_line = !body.empty() && body.find_first_of("\r\n") == body.npos;
  if (answer.is_accepted() && is_line) {
    answer.id = std::move(body);
  } else if (answer.is_accepted()) {
    answer.error = "the answer is no id; is this the URL of a hub?";
  } else {
    answer.error = client::reason_of(from, body);
    answer.retry_after = client::try_parse_retry_after(client::header_of(from, "Retry-After"));
  }
  return answer;
}

// One connection for all updates.
class poster final {
 public:
  poster(const client::hub_url& url, const std::string& token)
      : handle_(client::make_curl_handle(url)) {
    headers_.add("Authorization: Bearer " + token);
    // A large body would wait a second for a 100 that FastCGI workers cannot send.
    headers_.add("Expect:");
    client::set_option(handle_, CURLOPT_HTTPHEADER, headers_.list());
    client::set_option(handle_, CURLOPT_TIMEOUT, answer_limit_seconds);
    client::set_option(handle_, CURLOPT_WRITEFUNCTION, &take_body);
    client::set_option(handle_, CURLOPT_WRITEDATA, static_cast<void*>(&body_));
    client::set_option(handle_, CURLOPT_ERRORBUFFER, words_);
  }
  poster(const poster&) = delete;
  poster& operator=(const poster&) = delete;

  outcome<publish_answer> try_post(const std::string& form) {
    body_.clear();
    words_[0] = '\0';
    client::set_option(handle_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(form.size()));
    client::set_option(handle_, CURLOPT_POSTFIELDS, form.c_str());
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code == CURLE_OK) return read_answer(handle_, std::move(body_));
    return problem{words_[0] != '\0' ? words_ : curl_easy_strerror(code)};
  }

 private:
  client::curl_handle handle_;
  client::curl_headers headers_;
  std::string body_;
  char words_[CURL_ERROR_SIZE] = {};
};

}  // namespace

int url_publisher::publish_all() {
  const auto token = try_read_token(way_.token_file);
  if (!token) return fail(run_.at(), "publish", token.error().message(), exit_usage);
  poster by(way_.url, *token);
  for (;;) {
    run_.advance();
    if (run_.is_done()) return run_.exit_code();
    if (const std::string* const form = run_.pipeline().take_next(clock::now())) {
      auto answer = by.try_post(*form);
      if (!answer) {
        return run_.give_up("cannot reach " + way_.url.shown() + ": " + answer.error().sentence);
      }
      run_.pipeline().take_answer(std::move(*answer), clock::now());
    } else if (const auto due = run_.pipeline().due()) {
      std::this_thread::sleep_until(*due);
    } else {
      run_.take_input();
    }
  }
}

}  // namespace sluice::cli
