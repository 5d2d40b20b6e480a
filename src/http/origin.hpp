// Web origins (RFC 6454) and lists of those that are allowed. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "sluice/request.hpp"

namespace sluice::http {

/// A scheme, a host and a port, as a browser's `Origin` header names them. A value; scheme and host
/// are in lower case, and the scheme's default port counts as none.
class origin final {
 public:
  /// `scheme://host` or `scheme://host:port` and nothing else. Absent for anything more or less,
  /// for `null` (which every sandboxed document shares), and for hosts not in ASCII, which browsers
  /// do not send.
  static std::optional<origin> try_parse(std::string_view text);
  /// The same from the front of a URL, such as a `Referer`.
  static std::optional<origin> try_parse_url(std::string_view url);

  const std::string& scheme() const { return scheme_; }
  const std::string& host() const { return host_; }
  std::optional<std::uint16_t> port() const { return port_; }
  std::string text() const;

  friend bool operator==(const origin&, const origin&) = default;

 private:
  origin(std::string scheme, std::string host, std::optional<std::uint16_t> port);

  std::string scheme_;
  std::string host_;
  std::optional<std::uint16_t> port_;
};

/// Where a request says it comes from: `Origin`, else the origin of `Referer`. Absent when neither
/// came or the one that rules names none; what changes something by a cookie's right is dropped
/// then (Mercure draft 07, security considerations: cross-site request forgery).
std::optional<origin> source_origin(const request& what);

/// How an origin is allowed: not at all, by `*` only, or by an entry of its own.
enum class origin_match { none, any, listed };

/// The origins an operator allows. A value.
class origin_list final {
 public:
  /// Allows none.
  origin_list() = default;

  /// Each entry is an origin, `scheme://*.host` (every host below `host`, at any depth, but not
  /// `host` itself), or `*`. Fails with `option_invalid` and a detail that quotes the entry.
  static result<origin_list> try_parse(const std::vector<std::string>& entries);

  bool is_empty() const { return exact_.empty() && below_.empty() && !has_any_; }
  /// `text` is an `Origin` header's value.
  origin_match match(std::string_view text) const;
  origin_match match(const origin& what) const;

 private:
  std::vector<origin> exact_;
  /// `*.` entries: what the host ends in is `.` and the host named here.
  std::vector<origin> below_;
  bool has_any_ = false;
};

}  // namespace sluice::http
