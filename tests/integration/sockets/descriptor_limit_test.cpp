#include <string>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/resource.h>

#include "fcgi/descriptor_limit.hpp"
#include "integration/sockets/child.hpp"

using sluice::fcgi::raise_descriptor_limit;
using sluice::test::answer_of;

namespace {

rlimit current_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit;
}

// In a child: limits cannot be raised again.
std::string raised_from(rlim_t soft, rlim_t hard) {
  return answer_of([&]() -> std::string {
    const rlimit narrow{soft, hard};
    if (::setrlimit(RLIMIT_NOFILE, &narrow) != 0) return "cannot be narrowed";
    const auto limit = raise_descriptor_limit();
    const rlimit now = current_limit();
    return std::to_string(limit.before) + " " + std::to_string(limit.now) + " soft " +
           std::to_string(now.rlim_cur) + " hard " + std::to_string(now.rlim_max);
  });
}

}  // namespace

TEST_CASE("The soft limit of open files is raised to the hard one and both are told", "[F1]") {
  CHECK(raised_from(256, 1000) == "256 1000 soft 1000 hard 1000");
  CHECK(raised_from(1000, 1000) == "1000 1000 soft 1000 hard 1000");
}

TEST_CASE("More than 1024 descriptors open after a start at 1024", "[F1]") {
  constexpr int wanted = 2000;
  if (current_limit().rlim_max < wanted + 100) {
    WARN("skipped: the hard limit of open files is below " << wanted + 100);
    return;
  }
  CHECK(answer_of([&]() -> std::string {
          const rlimit usual{1024, wanted + 100};
          ::setrlimit(RLIMIT_NOFILE, &usual);
          raise_descriptor_limit();
          const int last = ::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, wanted);
          return std::to_string(last);
        }) == "2000");
}
