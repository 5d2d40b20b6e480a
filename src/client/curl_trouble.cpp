#include "client/curl_trouble.hpp"

#include <cerrno>

namespace sluice::client {
namespace {

// OpenSSL's X509_V_ERR_ numbers (x509_vfy.h), which libcurl hands on as they are.
constexpr long certificate_not_yet_valid = 9;
constexpr long certificate_has_expired = 10;
constexpr long verified = 0;
// libcurl's beginning, which stays when the handshake was fine and the name is not.
constexpr long not_judged = 1;
constexpr long hostname_mismatch = 62;

trouble certificate_trouble(const curl_handle& what) {
  long verdict = verified;
  curl_easy_getinfo(what.get(), CURLINFO_SSL_VERIFYRESULT, &verdict);
  switch (verdict) {
    case certificate_not_yet_valid:
    case certificate_has_expired:
      return trouble::certificate_expired;
    case verified:
    case not_judged:
    case hostname_mismatch:
      return trouble::certificate_name;
    default:
      return trouble::certificate_issuer;
  }
}

}  // namespace

trouble trouble_of(const curl_handle& what, CURLcode code) {
  long system_error = 0;
  curl_easy_getinfo(what.get(), CURLINFO_OS_ERRNO, &system_error);
  switch (code) {
    case CURLE_OK:
      return trouble::none;
    case CURLE_COULDNT_RESOLVE_HOST:
      return trouble::no_address;
    case CURLE_COULDNT_CONNECT:
      return system_error == ECONNREFUSED ? trouble::refused : trouble::no_connection;
    case CURLE_OPERATION_TIMEDOUT:
      return trouble::too_slow;
    case CURLE_PEER_FAILED_VERIFICATION:
      return certificate_trouble(what);
    case CURLE_SSL_CONNECT_ERROR:
      return trouble::tls;
    case CURLE_BAD_CONTENT_ENCODING:
      return trouble::bad_encoding;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
      return trouble::cut;
    default:
      return trouble::other;
  }
}

}  // namespace sluice::client
