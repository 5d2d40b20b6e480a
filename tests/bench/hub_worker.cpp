#include "bench/hub_worker.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

#include "bench/signing.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

// proc(5): utime and stime are fields 14 and 15 of stat, the second field's name in parentheses.
std::chrono::nanoseconds kernel_time_of(pid_t id) {
  std::ifstream file("/proc/" + std::to_string(id) + "/stat");
  std::string text;
  std::getline(file, text);
  std::istringstream fields(text.substr(text.rfind(')') + 2));
  std::string field;
  for (int number = 3; number <= 15 && fields >> field;) ++number;
  return std::chrono::nanoseconds(std::chrono::seconds(std::stol(field))) / sysconf(_SC_CLK_TCK);
}

}  // namespace

const char* name(history_place where) {
  return where == history_place::memory ? "memory" : "sqlite";
}

hub_worker::hub_worker(const std::string& program, history_place history)
    : address_(folder_ / "s.sock") {
  const std::string key = write_key();
  const std::string place =
      history == history_place::memory ? "memory" : "sqlite:" + folder_ / "history.db";
  process_ = std::make_unique<test::process>(
      test::program{{program, "serve", "--socket", address_, "--publisher-key", key, "--anonymous",
                     "--history", place}});
  wait_until_served();
}

std::string hub_worker::write_key() {
  const std::string secret = draw_secret();
  token_ = mint(secret, publishing_grants());
  const std::string path = folder_ / "publisher.key";
  std::ofstream(path) << secret;
  return path;
}

void hub_worker::wait_until_served() {
  constexpr std::chrono::milliseconds look(100);
  test::service_probe probe(address_);
  const bool is_ready = test::eventually(test::within(), [&] {
    return !process_->is_running() || probe.is_served(test::within(look));
  });
  if (!is_ready || !process_->is_running()) {
    throw std::runtime_error("the worker does not serve: " + process_->errors());
  }
}

processor_use hub_worker::processor_time() const {
  return {process_->processor_time(), kernel_time_of(process_->id())};
}

std::size_t hub_worker::pss_kib() const {
  std::ifstream file("/proc/" + std::to_string(process_->id()) + "/smaps_rollup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Pss:")) return std::stoul(line.substr(4));
  }
  throw std::runtime_error("no smaps_rollup of the worker");
}

}  // namespace sluice::bench
