// Examines the way of a browser: by a web server to the worker.
#pragma once

#include "doctor/site_visit.hpp"
#include "doctor/verdict.hpp"

namespace sluice::doctor {

/// Runs the probes one after the other, the idle one beside them, and adds their findings. A signal
/// ends it: what is cut by it is not judged.
void examine_site(const site_visit& visit, verdict& into);

}  // namespace sluice::doctor
