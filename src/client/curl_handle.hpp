// libcurl's resources as guards.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <curl/curl.h>

#include "client/hub_url.hpp"

namespace sluice::client {

struct curl_deleter {
  void operator()(CURL* what) const { curl_easy_cleanup(what); }
  void operator()(curl_slist* what) const { curl_slist_free_all(what); }
};
using curl_handle = std::unique_ptr<CURL, curl_deleter>;

struct curl_multi_deleter {
  void operator()(CURLM* what) const { curl_multi_cleanup(what); }
};
/// Several requests that are waited for together.
using curl_multi = std::unique_ptr<CURLM, curl_multi_deleter>;

/// Throws std::bad_alloc.
curl_multi make_curl_multi();
/// Throws std::runtime_error with libcurl's words unless all is well.
void check(CURLMcode code);

// Only a bound for libcurl's own timers, which end the wait earlier.
inline constexpr int curl_poll_limit_ms = 60'000;

/// Lines of a request's head. Not movable; it outlives the requests it is set for.
class curl_headers final {
 public:
  curl_headers() = default;
  curl_headers(const curl_headers&) = delete;
  curl_headers& operator=(const curl_headers&) = delete;

  /// "Name: value". Throws std::bad_alloc.
  void add(const std::string& line);
  curl_slist* list() const { return list_.get(); }

 private:
  std::unique_ptr<curl_slist, curl_deleter> list_;
};

/// A handle for requests to `url`: http and https alone, redirects not followed, since a token must
/// not go to another host than the one it was given for. Throws std::bad_alloc.
curl_handle make_curl_handle(const hub_url& url);

/// Sets an option; throws std::logic_error when libcurl refuses it.
template <class Value>
void set_option(const curl_handle& of, CURLoption which, Value value) {
  const CURLcode code = curl_easy_setopt(of.get(), which, value);
  if (code != CURLE_OK) throw std::logic_error(curl_easy_strerror(code));
}

/// From now on `on_header` hears each line of a head and `on_body` each piece of a body, both with
/// `whom`; what fails is written to `words`, of CURL_ERROR_SIZE bytes. All outlive the requests.
void hear_answers(const curl_handle& of, curl_write_callback on_header, curl_write_callback on_body,
                  void* whom, char* words);

/// Where the last answer, a redirect, leads to; without tokens. Empty for none.
std::string redirect_of(const curl_handle& what);

/// The status of the last answer; 0 before there is one.
int status_of(const curl_handle& what);
/// The first value of a header of the last answer; empty when it is missing.
std::string header_of(const curl_handle& what, const char* name);

/// What to say of an answer that is not what was asked for: the server's own text, unless it is a
/// page, which holds more markup than reason.
std::string reason_of(const curl_handle& what, const std::string& body);

}  // namespace sluice::client
