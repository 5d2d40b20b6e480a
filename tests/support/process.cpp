#include "support/process.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "support/socket.hpp"

// The header of glibc 2.36 does not say that this is a C function.
extern "C" {
#include <sys/pidfd.h>
}

extern char** environ;

namespace sluice::test {
namespace {

// Above every number a program is given, so that moving one there overwrites none.
constexpr int parking_number = 200;

// On a busy machine, to be read behind a program's end.
constexpr std::chrono::seconds last_lines_take(2);

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& text : texts) out.push_back(text.data());
  out.push_back(nullptr);
  return out;
}

std::vector<std::string> environment_of(const program& what) {
  std::vector<std::string> out;
  for (char** entry = environ; *entry != nullptr; ++entry) out.emplace_back(*entry);
  for (const auto& [name, value] : what.environment) out.push_back(name + "=" + value);
  return out;
}

void set_descriptor_limit(const program& what) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (what.hard_descriptor_limit) limit.rlim_max = *what.hard_descriptor_limit;
  limit.rlim_cur = std::min(limit.rlim_cur, limit.rlim_max);
  if (what.soft_descriptor_limit) limit.rlim_cur = *what.soft_descriptor_limit;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) _exit(125);
}

void place_descriptors(const program& what, int errors, int nothing) {
  std::vector<std::pair<int, int>> wanted = what.descriptors;
  wanted.insert(wanted.begin(), {{0, nothing}, {2, errors}});
  int parked = parking_number;
  for (auto& [number, ours] : wanted) {
    if (dup2(ours, parked) < 0) _exit(125);
    ours = parked++;
  }
  close_range(3, parking_number - 1, 0);
  for (const auto& [number, ours] : wanted) dup2(ours, number);
  close_range(parking_number, ~0U, 0);
}

// In the child, between fork and exec.
[[noreturn]] void become(const program& what, char** arguments, char** environment, int errors,
                         pid_t parent) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(125);
  place_descriptors(what, errors, open("/dev/null", O_RDONLY));
  set_descriptor_limit(what);
  if (what.file_mask) umask(*what.file_mask);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvpe(arguments[0], arguments, environment);
  _exit(127);
}

pid_t start(const program& what, int errors) {
  auto arguments = what.arguments;
  auto environment = environment_of(what);
  const auto argument_list = pointers_to(arguments);
  const auto environment_list = pointers_to(environment);
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) fail("fork");
  if (child == 0) {
    become(what, const_cast<char**>(argument_list.data()),
           const_cast<char**>(environment_list.data()), errors, parent);
  }
  return child;
}

struct pipe_ends {
  int reading = -1;
  int writing = -1;
};

pipe_ends open_pipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
  return {ends[0], ends[1]};
}

}  // namespace

process::process(const program& what) : id_(-1), handle_(-1), error_end_(-1) {
  const pipe_ends ends = open_pipe();
  descriptor writing(ends.writing);
  error_end_.reset(ends.reading);
  id_ = start(what, ends.writing);
  handle_.reset(pidfd_open(id_, 0));
  reader_ = std::thread([this] { take_errors(); });
}

process::~process() {
  if (is_running()) {
    signal(SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  reader_.join();
}

void process::signal(int number) const {
  if (!code_) kill(id_, number);
}

std::optional<int> process::wait(time_point deadline) {
  if (code_ || !wait_ready(handle_.number(), POLLIN, deadline)) return code_;
  int status = 0;
  if (waitpid(id_, &status, 0) == id_) {
    code_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  }
  // Its last lines may still be on their way through the pipe, which a child of its may hold open.
  const time_point last_lines = std::max(deadline, within(last_lines_take));
  std::unique_lock lock(mutex_);
  grown_.wait_until(lock, last_lines, [&] { return has_all_errors_; });
  return code_;
}

void process::take_errors() {
  char chunk[4096];
  for (;;) {
    const auto got = read(error_end_.number(), chunk, sizeof chunk);
    if (got < 0 && errno == EINTR) continue;
    const std::lock_guard lock(mutex_);
    if (got <= 0) {
      has_all_errors_ = true;
      grown_.notify_all();
      return;
    }
    errors_.append(chunk, static_cast<std::size_t>(got));
    grown_.notify_all();
  }
}

std::string process::errors() const {
  const std::lock_guard lock(mutex_);
  return errors_;
}

bool process::wait_for_error(const std::string& text, time_point deadline) {
  std::unique_lock lock(mutex_);
  return grown_.wait_until(lock, deadline, [&] { return errors_.find(text) != std::string::npos; });
}

std::size_t process::error_lines_with(const std::string& text) const {
  std::istringstream lines(errors());
  std::size_t found = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.find(text) != std::string::npos) ++found;
  }
  return found;
}

std::size_t process::open_descriptors() const {
  const auto folder = std::filesystem::path("/proc") / std::to_string(id_) / "fd";
  const std::filesystem::directory_iterator entries(folder);
  return static_cast<std::size_t>(std::distance(begin(entries), end(entries)));
}

std::chrono::nanoseconds process::processor_time() const {
  clockid_t its_clock{};
  timespec used{};
  if (clock_getcpuclockid(id_, &its_clock) != 0 || clock_gettime(its_clock, &used) != 0) {
    fail("the processor time of a process");
  }
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

std::size_t process::memory_kib(const std::string& field) const {
  std::ifstream status("/proc/" + std::to_string(id_) + "/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind(field + ":", 0) == 0) return std::stoul(line.substr(field.size() + 1));
  }
  return 0;
}

}  // namespace sluice::test
