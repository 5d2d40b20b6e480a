// `sluice doctor --socket` beside a test, as root or as another user.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/process.hpp"
#include "support/socket.hpp"
#include "support/worker.hpp"

namespace sluice::test {

/// What the doctor said, and how it ended.
struct examination {
  std::optional<int> code;
  std::string document;

  /// True when a finding is of this kind.
  bool has_kind(const std::string& kind) const {
    return document.find("\"kind\": \"" + kind + "\"") != std::string::npos;
  }
  bool says(const std::string& text) const { return document.find(text) != std::string::npos; }
};

inline bool is_root() {
  return ::geteuid() == 0;
}

// A silent worker is given five seconds, and this machine is busy.
inline constexpr std::chrono::seconds examination_patience{20};

/// Runs a program that ends as a `sluice doctor --json`.
inline examination run_examination(program what) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe for the doctor");
  descriptor reads(out[0]);
  descriptor writes(out[1]);
  what.descriptors.emplace_back(1, out[1]);
  process running(what);
  writes.close();
  const auto deadline = within(examination_patience);
  std::string document;
  char chunk[16 * 1024];
  while (wait_ready(reads.number(), POLLIN, deadline)) {
    const auto got = ::read(reads.number(), chunk, sizeof chunk);
    if (got <= 0) break;
    document.append(chunk, static_cast<std::size_t>(got));
  }
  const auto code = running.wait(deadline);
  return {code, document + running.errors()};
}

/// Runs `sluice doctor --json` with these words; with a user's name as that user, which only root
/// can. The program is handed over open, for another user may not have the way to it.
inline examination examine(std::vector<std::string> words, const std::string& user = {}) {
  const descriptor binary(open(sluice_program().c_str(), O_RDONLY | O_CLOEXEC));
  constexpr int handed = 9;
  program what{{sluice_program()}};
  if (!user.empty()) {
    what.arguments = {"/usr/bin/setpriv",
                      "--reuid",
                      user,
                      "--regid",
                      user,
                      "--clear-groups",
                      "/proc/self/fd/" + std::to_string(handed)};
    what.descriptors.emplace_back(handed, binary.number());
  }
  words.insert(words.begin(), {"doctor", "--json"});
  what.arguments.insert(what.arguments.end(), words.begin(), words.end());
  return run_examination(std::move(what));
}

/// Runs it as root where no other process is in sight, and `users` stands in for /etc/passwd.
/// Nothing where no namespaces can be made.
inline std::optional<examination> examine_alone(const std::string& socket,
                                                const std::string& users) {
  constexpr int no_namespaces = 77;
  const std::string script = "mount --bind \"$1\" /etc/passwd || exit " +
                             std::to_string(no_namespaces) +
                             "; exec \"$2\" doctor --json --socket \"$3\"";
  const std::string unshare = "unshare -m -p -f --mount-proc true || exit " +
                              std::to_string(no_namespaces) +
                              "; exec unshare -m -p -f --mount-proc sh -c \"$0\" \"$0\" \"$@\"";
  const auto found =
      run_examination({{"/bin/sh", "-c", unshare, script, users, sluice_program(), socket}});
  if (found.code == no_namespaces) return std::nullopt;
  return found;
}

}  // namespace sluice::test
