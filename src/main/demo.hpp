// What `sluice serve --demo` sends.
#pragma once

#include "sluice/handler.hpp"

namespace sluice::main {

/// Ten events `<n> <time>`, a second apart, each with its number as id; goes on after
/// Last-Event-ID, and lets the browser stop after the last.
awaitable<> demo_counter(const request& what, stream& out);

}  // namespace sluice::main
