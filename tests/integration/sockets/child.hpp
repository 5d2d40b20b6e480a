// Child processes of socket tests: what changes a process for good (user, umask, environment,
// descriptors 0 and 3) happens in one. No Catch macros in there; a child answers with text.
#pragma once

#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <exception>
#include <initializer_list>
#include <string>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <grp.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sluice::test {

/// A forked child that runs `work` (returning a std::string) and ends. Killed if still there.
class child final {
 public:
  template <class Work>
  explicit child(Work work) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) fail("pipe2");
    id_ = ::fork();
    if (id_ < 0) fail("fork");
    if (id_ == 0) {
      // Out of the way of the numbers that tests put their sockets on.
      const int up = ::fcntl(ends[1], F_DUPFD_CLOEXEC, lowest_pipe_number);
      ::close(ends[0]);
      ::close(ends[1]);
      write_and_end(up, answer(work));
    }
    ::close(ends[1]);
    answers_ = ends[0];
  }
  ~child() {
    kill();
    ::close(answers_);
  }
  child(const child&) = delete;
  child& operator=(const child&) = delete;

  pid_t id() const { return id_; }

  /// SIGKILL, and waits for the end.
  void kill() {
    if (id_ <= 0) return;
    ::kill(id_, SIGKILL);
    ::waitpid(std::exchange(id_, -1), nullptr, 0);
  }

  /// Waits for the end and returns what `work` did, or what ended it.
  std::string answer_at_end() {
    std::string text;
    char buffer[4096];
    for (ssize_t got; (got = ::read(answers_, buffer, sizeof buffer)) > 0;) {
      text.append(buffer, static_cast<std::size_t>(got));
    }
    int status = 0;
    ::waitpid(std::exchange(id_, -1), &status, 0);
    if (WIFSIGNALED(status)) text += "[signal " + std::to_string(WTERMSIG(status)) + "]";
    return text;
  }

 private:
  static constexpr int lowest_pipe_number = 200;

  [[noreturn]] static void fail(const char* call) {
    throw std::system_error(errno, std::generic_category(), call);
  }

  template <class Work>
  static std::string answer(Work& work) {
    try {
      return work();
    } catch (const std::exception& error) {
      return std::string("exception: ") + error.what();
    }
  }

  [[noreturn]] static void write_and_end(int to, const std::string& text) {
    const ssize_t written = ::write(to, text.data(), text.size());
    ::_exit(written == static_cast<ssize_t>(text.size()) ? EXIT_SUCCESS : EXIT_FAILURE);
  }

  pid_t id_ = -1;
  int answers_ = -1;
};

/// What `work` answers in a child of its own.
template <class Work>
std::string answer_of(Work work) {
  child one(std::move(work));
  return one.answer_at_end();
}

[[noreturn]] inline void fail_to_change_user() {
  throw std::system_error(errno, std::generic_category(), "become an ordinary user");
}

inline bool is_root() {
  return ::geteuid() == 0;
}

/// Gives root's rights up for good; a child only. `groups` are kept, the first as the main one.
/// Without root's rights it changes nothing.
inline void become_ordinary_user(std::initializer_list<gid_t> groups = {65534}) {
  constexpr uid_t nobody = 65534;
  if (!is_root()) return;
  if (::setgroups(groups.size(), groups.begin()) != 0 || ::setgid(*groups.begin()) != 0 ||
      ::setuid(nobody) != 0) {
    fail_to_change_user();
  }
}

}  // namespace sluice::test
