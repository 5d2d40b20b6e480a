// Examines the way of a browser: by a web server to the worker.
#pragma once

#include <functional>
#include <string>

#include "client/interrupt.hpp"
#include "doctor/site_order.hpp"
#include "doctor/verdict.hpp"

namespace sluice::doctor {

/// What an examination works with.
struct site_visit {
  const site_order& order;
  /// For the site's own access check; may be empty.
  const std::string& token;
  /// A signal ends the examination; what was found till then stands.
  const client::interrupt& until;
  /// Says what takes long, a sentence.
  const std::function<void(const std::string&)>& tell;
};

/// Runs the probes one after the other, the idle one beside them, and adds their findings.
void examine_site(const site_visit& visit, verdict& into);

}  // namespace sluice::doctor
