#include "fcgi/descriptor_limit.hpp"

#include <algorithm>

#include <sys/resource.h>

namespace sluice::fcgi {
namespace {

// "Unlimited" would make the kernel's own maximum the limit; a million is what it allows by
// default.
constexpr rlim_t most_descriptors = 1024 * 1024;

}  // namespace

descriptor_limit raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = std::min(limit.rlim_max, std::max(most_descriptors, before));
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return {static_cast<std::size_t>(before), static_cast<std::size_t>(limit.rlim_cur)};
}

}  // namespace sluice::fcgi
