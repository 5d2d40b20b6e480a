// What is to be examined on this machine.
#pragma once

#include <string>

#include "doctor/depth.hpp"

namespace sluice::doctor {

/// A value.
struct socket_order {
  /// A path, which holds a slash, or HOST:PORT.
  std::string address;
  /// Whose way to it is judged; empty for the web server that runs, else of the
  /// first user of a usual name, such as www-data.
  std::string user = {};
  std::string base_path = "/sluice";
  /// Where security policies log; empty for the usual places.
  std::string audit_log = {};
  depth how = depth::whole;
};

}  // namespace sluice::doctor
