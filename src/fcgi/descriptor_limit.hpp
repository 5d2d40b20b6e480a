#pragma once

#include <cstddef>

namespace sluice::fcgi {

struct descriptor_limit {
  std::size_t before;
  std::size_t now;
};

/// Raises the soft RLIMIT_NOFILE to the hard one: systemd and most shells start programs at 1,024
/// though far more are allowed. What the system refuses stays as it was.
descriptor_limit raise_descriptor_limit();

}  // namespace sluice::fcgi
