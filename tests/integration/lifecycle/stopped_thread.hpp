// One thread of a worker that hangs while the others run.
#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <system_error>

#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/wait.h>

namespace sluice::test {

/// Holds the thread of this name for as long as it lives, by ptrace(2). By the thread that started
/// the program. Throws when there is no such thread, or it cannot be held.
class stopped_thread final {
 public:
  stopped_thread(pid_t process, const std::string& name) : id_(find(process, name)) {
    if (::ptrace(PTRACE_SEIZE, id_, nullptr, nullptr) != 0) fail("seize");
    if (::ptrace(PTRACE_INTERRUPT, id_, nullptr, nullptr) != 0) fail("interrupt");
    if (::waitpid(id_, nullptr, __WALL) != id_) fail("wait for");
  }
  ~stopped_thread() { ::ptrace(PTRACE_DETACH, id_, nullptr, nullptr); }
  stopped_thread(const stopped_thread&) = delete;
  stopped_thread& operator=(const stopped_thread&) = delete;

 private:
  static pid_t find(pid_t process, const std::string& name) {
    const auto tasks = "/proc/" + std::to_string(process) + "/task";
    for (const auto& each : std::filesystem::directory_iterator(tasks)) {
      std::string found;
      std::getline(std::ifstream(each.path() / "comm"), found);
      if (found == name) return static_cast<pid_t>(std::stol(each.path().filename().string()));
    }
    throw std::runtime_error("there is no thread " + name);
  }

  [[noreturn]] static void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what + " a thread");
  }

  pid_t id_;
};

}  // namespace sluice::test
