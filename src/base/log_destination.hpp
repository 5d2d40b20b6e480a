#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace sluice::log {

/// Where the log's lines go: a file that they are added to at its end, or standard error. What
/// cannot be done is said once on standard error, and the worker goes on. One thread writes; any
/// thread may ask for another file.
class destination final {
 public:
  /// Opens `path`, and makes it with mode 0640 if it is not there; an empty one is standard error.
  /// Fails with file_unwritable.
  static result<std::unique_ptr<destination>> try_open(const std::string& path);
  static std::unique_ptr<destination> standard_error();
  destination(const destination&) = delete;
  destination& operator=(const destination&) = delete;

  /// Opens `path` before the next line, whether or not it is another one: a log that was moved away
  /// is let go. Where it cannot be opened the lines go on to what is open. Any thread.
  void ask_to_reopen(std::string path);
  /// Does what was asked for.
  void reopen_if_asked();
  /// Adds a whole line, its end included. One that cannot be written is lost and counted, and the
  /// number is written in front of the next that can.
  void write(std::string_view line);

 private:
  destination(std::string path, sluice::descriptor file);

  int number() const;
  bool try_write(std::string_view text);
  void complain(const char* undone, const std::string& of, const char* what_follows);

  std::string path_;  // of what is open; empty for standard error
  sluice::descriptor file_;
  std::size_t lost_lines_ = 0;
  bool ends_within_line_ = false;
  bool has_complained_ = false;

  std::atomic<bool> is_asked_ = false;
  std::mutex mutex_;
  std::string asked_path_;
};

}  // namespace sluice::log
