// What `sluice doctor` is asked for. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/problem.hpp"
#include "doctor/site_order.hpp"

namespace sluice::doctor {

/// How findings are written.
enum class report_format { text, json };

/// A value.
struct doctor_order {
  /// The way of a browser.
  std::optional<site_order> site;
  /// Sockets of this machine: paths, or HOST:PORT.
  std::vector<std::string> sockets;
  /// Whose right to connect to them is judged; empty for the web server that is found.
  std::string web_server_user;
  /// Where denials of a security policy are logged, if not in the usual place.
  std::string audit_log;
  /// Names the sockets where neither URL nor socket is given.
  std::optional<std::string> configuration;
  depth how = depth::whole;
  report_format format = report_format::text;
};

/// Reads the words behind `doctor`.
outcome<doctor_order> try_read_doctor(const std::vector<std::string>& words);

}  // namespace sluice::doctor
