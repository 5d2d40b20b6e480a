#include "base/log_destination.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace sluice::log {
namespace {

// Whoever may read the log is in the file's group.
constexpr mode_t log_mode = 0640;

// Appending, so that a file which is cut (logrotate's copytruncate) has no hole; and without
// waiting, so that a named pipe which nobody reads fails.
sluice::descriptor open_log(const std::string& path) {
  constexpr int how = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY | O_NONBLOCK;
  return sluice::descriptor(::open(path.c_str(), how, log_mode));
}

}  // namespace

result<std::unique_ptr<destination>> destination::try_open(const std::string& path) {
  if (path.empty()) return standard_error();
  sluice::descriptor file = open_log(path);
  if (!file.is_open()) {
    return failure{errc::file_unwritable, path + ": " + std::strerror(errno)};
  }
  return std::unique_ptr<destination>(new destination(path, std::move(file)));
}

std::unique_ptr<destination> destination::standard_error() {
  return std::unique_ptr<destination>(new destination({}, sluice::descriptor(-1)));
}

destination::destination(std::string path, sluice::descriptor file)
    : path_(std::move(path)), file_(std::move(file)) {}

void destination::ask_to_reopen(std::string path) {
  const std::lock_guard lock(mutex_);
  asked_path_ = std::move(path);
  is_asked_ = true;
}

void destination::reopen_if_asked() {
  if (!is_asked_.load(std::memory_order_relaxed)) return;
  std::string path;
  {
    const std::lock_guard lock(mutex_);
    is_asked_ = false;
    path = asked_path_;
  }
  has_complained_ = false;
  sluice::descriptor opened(-1);
  if (!path.empty()) {
    opened = open_log(path);
    if (!opened.is_open()) return complain("open", path, "lines go on to where they went before");
  }
  file_ = std::move(opened);
  path_ = std::move(path);
  ends_within_line_ = false;
}

void destination::write(std::string_view line) {
  reopen_if_asked();
  if (lost_lines_ > 0) {
    const std::string note = (ends_within_line_ ? "\n" : "") + std::string("(") +
                             std::to_string(lost_lines_) + " lines of the log are lost)\n";
    if (!try_write(note)) {
      ++lost_lines_;
      return;
    }
    lost_lines_ = 0;
    has_complained_ = false;
  }
  if (!try_write(line)) ++lost_lines_;
}

int destination::number() const {
  return path_.empty() ? STDERR_FILENO : file_.number();
}

bool destination::try_write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(number(), text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      complain("write", path_, "lines are lost until it can be");
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(count));
    ends_within_line_ = !text.empty();
  }
  return true;
}

// Not a line of the log, which is what fails.
void destination::complain(const char* undone, const std::string& of, const char* what_follows) {
  const std::string why = std::strerror(errno);
  if (std::exchange(has_complained_, true) || of.empty()) return;
  const std::string line = std::string("sluice: cannot ") + undone + " the log " + of + ": " + why +
                           "; " + what_follows + "\n";
  // Where that fails as well there is nobody left to tell.
  [[maybe_unused]] const ssize_t told = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace sluice::log
