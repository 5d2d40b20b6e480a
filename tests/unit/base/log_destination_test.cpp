#include "base/log_destination.hpp"

#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/temporary_folder.hpp"

using sluice::errc;
using sluice::log::destination;
using sluice::test::content_of;
using sluice::test::temporary_folder;
namespace fs = std::filesystem;

namespace {

// Standard error of this process, in a file for as long as this lives.
class caught_errors final {
 public:
  explicit caught_errors(std::string path) : path_(std::move(path)), kept_(::dup(STDERR_FILENO)) {
    const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    ::dup2(file, STDERR_FILENO);
    ::close(file);
  }
  ~caught_errors() {
    ::dup2(kept_, STDERR_FILENO);
    ::close(kept_);
  }
  caught_errors(const caught_errors&) = delete;
  caught_errors& operator=(const caught_errors&) = delete;

  std::string text() const { return content_of(path_); }

 private:
  std::string path_;
  int kept_;
};

}  // namespace

TEST_CASE("Lines are added to what is in the file, which its group may read", "[O3]") {
  const temporary_folder folder;
  const auto path = folder / "log";
  std::ofstream(path) << "before\n";
  auto log = destination::try_open(path);
  REQUIRE(log.has_value());
  (*log)->write("one\n");
  CHECK(content_of(path) == "before\none\n");
  auto made = destination::try_open(folder / "new");
  REQUIRE(made.has_value());
  CHECK((fs::status(folder / "new").permissions() & fs::perms::others_all) == fs::perms::none);
}

TEST_CASE("A file that was moved away is let go when that is asked for", "[O3]") {
  const temporary_folder folder;
  const auto path = folder / "log";
  auto log = destination::try_open(path);
  REQUIRE(log.has_value());
  (*log)->write("one\n");
  fs::rename(path, folder / "log.1");
  (*log)->write("two\n");
  (*log)->ask_to_reopen(path);
  (*log)->write("three\n");
  CHECK(content_of(folder / "log.1") == "one\ntwo\n");
  CHECK(content_of(path) == "three\n");
}

TEST_CASE("A file that is cut has no hole", "[O3]") {
  const temporary_folder folder;
  const auto path = folder / "log";
  auto log = destination::try_open(path);
  REQUIRE(log.has_value());
  (*log)->write("one\n");
  REQUIRE(::truncate(path.c_str(), 0) == 0);
  (*log)->write("two\n");
  CHECK(content_of(path) == "two\n");
}

TEST_CASE("Where the new file cannot be opened the old one is written on, and that is said once",
          "[O3]") {
  const temporary_folder folder;
  const auto path = folder / "log";
  const caught_errors errors(folder / "errors");
  auto log = destination::try_open(path);
  REQUIRE(log.has_value());
  fs::rename(path, folder / "log.1");
  fs::create_directory(path);
  (*log)->ask_to_reopen(path);
  (*log)->write("one\n");
  (*log)->write("two\n");
  CHECK(content_of(folder / "log.1") == "one\ntwo\n");
  CHECK(errors.text() == "sluice: cannot open the log " + path +
                             ": Is a directory; lines go on to where they went before\n");
  fs::remove(path);
  (*log)->ask_to_reopen(path);
  (*log)->write("three\n");
  CHECK(content_of(path) == "three\n");
}

TEST_CASE("A full disk is said once, and what was lost is counted when there is room again",
          "[O3]") {
  const temporary_folder folder;
  const caught_errors errors(folder / "errors");
  auto log = destination::try_open("/dev/full");
  REQUIRE(log.has_value());
  (*log)->write("one\n");
  (*log)->write("two\n");
  CHECK(errors.text() ==
        "sluice: cannot write the log /dev/full: No space left on device; lines are lost until it "
        "can be\n");
  (*log)->ask_to_reopen(folder / "log");
  (*log)->write("three\n");
  CHECK(content_of(folder / "log") == "(2 lines of the log are lost)\nthree\n");
}

TEST_CASE("A log that cannot be opened at all is a failure that names it") {
  const temporary_folder folder;
  const auto missing = destination::try_open(folder / "none/log");
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().code == errc::file_unwritable);
  CHECK(missing.error().detail == folder / "none/log" + ": No such file or directory");
  const auto pipe = folder / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  CHECK_FALSE(destination::try_open(pipe).has_value());  // and does not wait for a reader
}
