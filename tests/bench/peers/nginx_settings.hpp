#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sluice::bench {

/// One directive, and the block it stands in. A value.
struct nginx_line {
  std::string block;  // main, events, http, server, location, or environment for NAME=VALUE
  std::string directive;
};

/// What an nginx that is measured has beside, or in place of, the shipped lines. A value.
struct nginx_settings {
  std::string name;  // empty for none
  std::vector<nginx_line> lines{};

  /// NAME and VALUE of each line for the environment.
  std::vector<std::pair<std::string, std::string>> environment() const;
};

/// Reads a file of settings, each of which is measured by itself:
///
///     # comment
///     [small pools]
///     http request_pool_size 2k;
///     location fastcgi_buffer_size 8k;
///
/// Throws std::invalid_argument, naming the line, for what cannot be read.
std::vector<nginx_settings> read_nginx_settings(const std::string& path);

/// `lines` of a block with those that `settings` has for it. A directive that stands there already
/// gives way, since nginx refuses most of them twice.
std::string with_settings(const std::string& lines, std::string_view block,
                          const nginx_settings& settings);

/// The same for all locations of a server block that hand requests to a worker.
std::string with_location_settings(const std::string& server, const nginx_settings& settings);

}  // namespace sluice::bench
