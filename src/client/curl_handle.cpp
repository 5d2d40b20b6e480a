#include "client/curl_handle.hpp"

#include <new>
#include <string_view>

#include <curl/header.h>

#include "auth/redaction.hpp"

namespace sluice::client {
namespace {

// A web server that is there accepts at once; behind lost packets TCP tries again after 1, 3 and 7
// seconds.
constexpr long connect_limit_seconds = 10;
// A peer that vanished from an idle stream is noticed within two minutes: half a minute of silence,
// then probes 10 s apart (tcp(7), nine of them by default).
constexpr long keepalive_idle_seconds = 30;
constexpr long keepalive_interval_seconds = 10;

// Set up once, before any thread of libcurl's resolver (curl_global_init(3)).
void prepare_library() {
  static const CURLcode prepared = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (prepared != CURLE_OK) throw std::runtime_error(curl_easy_strerror(prepared));
}

}  // namespace

void curl_headers::add(const std::string& line) {
  curl_slist* const longer = curl_slist_append(list_.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  // The first element stays what it was, so the list must not be freed for its successor.
  static_cast<void>(list_.release());
  list_.reset(longer);
}

curl_handle make_curl_handle(const hub_url& url) {
  prepare_library();
  curl_handle made(curl_easy_init());
  if (!made) throw std::bad_alloc();
  set_option(made, CURLOPT_URL, url.text().c_str());
  set_option(made, CURLOPT_PROTOCOLS_STR, "http,https");
  set_option(made, CURLOPT_FOLLOWLOCATION, 0L);
  set_option(made, CURLOPT_USERAGENT, "sluice");
  set_option(made, CURLOPT_CONNECTTIMEOUT, connect_limit_seconds);
  set_option(made, CURLOPT_TCP_KEEPALIVE, 1L);
  set_option(made, CURLOPT_TCP_KEEPIDLE, keepalive_idle_seconds);
  set_option(made, CURLOPT_TCP_KEEPINTVL, keepalive_interval_seconds);
  return made;
}

curl_multi make_curl_multi() {
  curl_multi made(curl_multi_init());
  if (!made) throw std::bad_alloc();
  return made;
}

void check(CURLMcode code) {
  if (code != CURLM_OK) throw std::runtime_error(curl_multi_strerror(code));
}

void hear_answers(const curl_handle& of, curl_write_callback on_header, curl_write_callback on_body,
                  void* whom, char* words) {
  set_option(of, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  set_option(of, CURLOPT_HEADERFUNCTION, on_header);
  set_option(of, CURLOPT_HEADERDATA, whom);
  set_option(of, CURLOPT_WRITEFUNCTION, on_body);
  set_option(of, CURLOPT_WRITEDATA, whom);
  set_option(of, CURLOPT_ERRORBUFFER, words);
}

std::string redirect_of(const curl_handle& what) {
  const char* text = nullptr;
  curl_easy_getinfo(what.get(), CURLINFO_REDIRECT_URL, &text);
  return text == nullptr ? std::string() : auth::without_tokens(text);
}

int status_of(const curl_handle& what) {
  long status = 0;
  curl_easy_getinfo(what.get(), CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

std::string header_of(const curl_handle& what, const char* name) {
  curl_header* found = nullptr;
  const CURLHcode code = curl_easy_header(what.get(), name, 0, CURLH_HEADER, -1, &found);
  return code == CURLHE_OK ? found->value : "";
}

std::string reason_of(const curl_handle& what, const std::string& body) {
  if (const std::string target = redirect_of(what); !target.empty()) {
    return "the URL has moved; give the one it leads to: " + target;
  }
  const bool is_page = header_of(what, "Content-Type").starts_with("text/html");
  return is_page ? "the web server answers " + std::to_string(status_of(what)) : body;
}

}  // namespace sluice::client
