// What is to be examined through a web server. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "client/hub_url.hpp"
#include "doctor/depth.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

// Longer than the 60 s after which nginx cuts an idle stream by default, and HAProxy's usual 50 s.
inline constexpr std::chrono::milliseconds default_idle = std::chrono::seconds(65);
// As long as the worker's probe route lets a stream be silent.
inline constexpr std::chrono::milliseconds longest_idle = std::chrono::minutes(10);

/// A value.
struct site_order {
  /// The worker's probe route.
  client::hub_url probe;
  depth how = depth::whole;
  /// How long a silent stream is watched; zero for not at all.
  std::chrono::milliseconds idle = default_idle;
  std::optional<std::string> token_file = {};
  /// Certificates to trust; empty for those of the system.
  std::string ca_file = {};
  /// Where it does not say itself what it is.
  std::optional<web_server> server = {};
};

/// The probe route that a URL stands for: of a site alone the one below the default base path; else
/// the path is the base path, the probe route itself, or another of the worker's routes. Its query
/// is dropped.
client::hub_url probe_url(const client::hub_url& given);

}  // namespace sluice::doctor
