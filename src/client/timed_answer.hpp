// An answer with the times of its parts. Pure.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"

namespace sluice::client {

/// Why there is no answer, or not all of it.
enum class trouble {
  none,
  no_address,
  refused,
  no_connection,
  too_slow,
  certificate_expired,
  certificate_issuer,
  certificate_name,
  tls,
  bad_encoding,
  cut,
  other
};

/// Bytes that came together.
struct timed_piece {
  time_point at;
  std::string bytes;
};

/// A value.
struct timed_answer {
  enum class ending { complete, left, limit, interrupted, failed };

  ending how = ending::complete;
  /// Of `failed` and `limit`.
  trouble what = trouble::none;
  /// libcurl's own words for it, one sentence without a full stop.
  std::string why = {};
  /// 0 before there is a head.
  int status = 0;
  /// "HTTP/1.1", "HTTP/2".
  std::string protocol = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
  /// Where a redirect leads to, whole and without tokens; empty for none.
  std::string location = {};
  /// When the request was written, on a connection that was ready.
  time_point sent = {};
  time_point head_came = {};
  time_point ended = {};
  /// The body, decoded, up to `longest_body_bytes`.
  std::vector<timed_piece> pieces = {};

  // More than any probe that the doctor reads to its end.
  static constexpr std::size_t longest_body_bytes = 6 * 1024 * 1024;

  /// The first value of a header, in any case.
  std::optional<std::string_view> header(std::string_view name) const;
  std::string body() const;
};

}  // namespace sluice::client
