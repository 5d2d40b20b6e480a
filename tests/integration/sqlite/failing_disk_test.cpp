// A disk that is full or fails: publishers are told, and it goes on when the disk does.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "integration/sockets/child.hpp"
#include "integration/sqlite/history_file.hpp"
#include "support/temporary_folder.hpp"

using sluice::history::durability;
using sluice::history::sqlite_log;
using sluice::history::wall_time;
using sluice::test::answer_of;
using sluice::test::answers;
using sluice::test::at;
using sluice::test::ids_of;
using sluice::test::open_log;
using sluice::test::outcome;
using sluice::test::read_back;
using sluice::test::temporary_folder;
using sluice::test::unlimited;
using sluice::test::with_id;

namespace {

std::atomic<std::size_t> syncs = 0;
std::atomic<bool> syncs_fail = false;

// No file of this process may grow beyond it: every write there fails with EFBIG.
void limit_files(rlim_t bytes) {
  ::signal(SIGXFSZ, SIG_IGN);
  rlimit limit{};
  ::getrlimit(RLIMIT_FSIZE, &limit);
  limit.rlim_cur = bytes;
  ::setrlimit(RLIMIT_FSIZE, &limit);
}

std::string append_one(sqlite_log& log, const std::string& id, std::size_t data_bytes = 1) {
  answers said;
  said.append_to(log, with_id(id, std::string(data_bytes, 'x')));
  return outcome(said.wait_for(1).at(0).done);
}

// In a child, whose limit ends with it.
std::string append_around_a_full_disk(const std::string& path) {
  const auto log = open_log(at(path));
  std::string text = append_one(*log, "before");
  limit_files(100'000);
  for (const auto* id : {"full 1", "full 2"}) text += "\n" + append_one(*log, id, 1024 * 1024);
  text += "\n" + append_one(*log, "small");
  limit_files(RLIM_INFINITY);
  return text + "\n" + append_one(*log, "after", 1024 * 1024);
}

std::string load_on_a_full_disk(const std::string& path) {
  limit_files(1);
  auto opened = sqlite_log::try_open(at(path));
  if (!opened) return opened.error().message();
  auto bounds = unlimited;
  bounds.max_updates = 2;
  std::string ids;
  const auto loaded = (*opened)->load(
      bounds, answers::now(), [&](const sluice::update& what, wall_time) { ids += what.id(); });
  return outcome(loaded) + " " + ids;
}

// From now on what this process has open of the file is of no use, as after its file system has
// gone (ESTALE of NFS): the same descriptor is something that cannot be written.
std::size_t break_descriptors_of(const std::string& path) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return 0;
  std::vector<int> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
    std::error_code closed_meanwhile;
    if (std::filesystem::read_symlink(entry, closed_meanwhile) == path) {
      found.push_back(std::stoi(entry.path().filename()));
    }
  }
  for (const int descriptor : found) ::dup3(ends[0], descriptor, O_CLOEXEC);
  ::close(ends[0]);
  ::close(ends[1]);
  return found.size();
}

std::size_t syncs_of_ten_commits(const std::string& path, durability survives) {
  auto settings = at(path);
  settings.survives = survives;
  const auto log = open_log(settings);
  append_one(*log, "makes the log file");
  const std::size_t before = syncs;
  for (int n = 0; n < 10; ++n) append_one(*log, std::to_string(n));
  return syncs - before;
}

}  // namespace

// Stands before the C library's, to count and to fail; SQLite syncs with it.
extern "C" int fdatasync(int descriptor) {
  ++syncs;
  if (syncs_fail) {
    errno = EIO;
    return -1;
  }
  return static_cast<int>(::syscall(SYS_fdatasync, descriptor));
}

TEST_CASE("on a full disk updates are refused, and stored again when there is room") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  const std::string full = "there is no room to write the history: " + path + ": disk I/O error";
  CHECK(answer_of([&] { return append_around_a_full_disk(path); }) ==
        "ok\n" + full + " (File too large)\n" + full + " (File too large)\nok\nok");
  CHECK(ids_of(read_back(path)) == std::vector<std::string>{"before", "small", "after"});
}

TEST_CASE("a history on a full disk is read at start, though it cannot be trimmed") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  {
    const auto log = open_log(at(path));
    for (const auto* id : {"1", "2", "3"}) append_one(*log, id);
  }
  CHECK(answer_of([&] { return load_on_a_full_disk(path); }) == "ok 123");
}

TEST_CASE("an open file that has become useless is opened anew for the next update") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  const auto log = open_log(at(path));
  CHECK(append_one(*log, "before") == "ok");
  REQUIRE(break_descriptors_of(path + "-wal") == 1);
  CHECK(append_one(*log, "refused") ==
        "the history cannot be read or written: " + path + ": disk I/O error (Illegal seek)");
  CHECK(append_one(*log, "after") == "ok");
  log->close();
  CHECK(ids_of(read_back(path)) == std::vector<std::string>{"before", "after"});
}

TEST_CASE("an update whose sync fails is refused, and the next is stored") {
  const temporary_folder folder;
  const std::string path = folder / "history.db";
  const auto log = open_log(at(path));
  CHECK(append_one(*log, "before") == "ok");
  syncs_fail = true;
  const std::string refused = append_one(*log, "refused");
  syncs_fail = false;
  CHECK(refused ==
        "the history cannot be read or written: " + path + ": disk I/O error (Input/output error)");
  CHECK(append_one(*log, "after") == "ok");
  CHECK(answer_of([&] { return outcome(sqlite_log::try_open(at(path))); }) ==
        "the history is in use by another process: " + path + ": database is locked");
  log->close();
  const auto ids = ids_of(read_back(path));
  CHECK(ids.front() == "before");
  CHECK(ids.back() == "after");
}

TEST_CASE("a commit that survives the loss of power is synced, one that need not is not") {
  const temporary_folder folder;
  CHECK(syncs_of_ten_commits(folder / "full.db", durability::power_loss) == 10);
  CHECK(syncs_of_ten_commits(folder / "normal.db", durability::process_end) == 0);
}
