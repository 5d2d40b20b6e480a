#include "bench/load/resources.hpp"

#include <ctime>
#include <fstream>
#include <sstream>

#include <unistd.h>

namespace sluice::bench {
namespace {

std::string proc_path(pid_t id, const char* file) {
  return "/proc/" + std::to_string(id) + "/" + file;
}

// The number behind "name:" or "name" at a line's beginning; 0 when there is none.
double number_in(const std::string& path, const std::string& name) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::stod(line.substr(name.size()));
  }
  return 0;
}

// A process that has gone has no clock, and counts no more.
std::chrono::nanoseconds processor_time_of(pid_t id) {
  clockid_t its_clock{};
  timespec used{};
  if (clock_getcpuclockid(id, &its_clock) != 0 || clock_gettime(its_clock, &used) != 0) return {};
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

// proc(5), net/sockstat: "TCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1", the last in pages.
double socket_buffers_kib() {
  std::ifstream file("/proc/net/sockstat");
  for (std::string line; std::getline(file, line);) {
    const std::size_t at = line.find(" mem ");
    if (!line.starts_with("TCP:") || at == std::string::npos) continue;
    return std::stod(line.substr(at + 5)) * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1024;
  }
  return 0;
}

}  // namespace

processor_times processor_times_of(const std::vector<server_process>& processes) {
  processor_times found;
  for (const server_process& each : processes) found[each.role] += processor_time_of(each.id);
  found["load"] = processor_time_of(getpid());
  return found;
}

processor_times operator-(const processor_times& later, const processor_times& earlier) {
  processor_times found = later;
  for (const auto& [role, time] : earlier) found[role] -= time;
  return found;
}

memory_use memory_of(const std::vector<server_process>& processes) {
  memory_use found;
  for (const server_process& each : processes) {
    found.pss_kib[each.role] += number_in(proc_path(each.id, "smaps_rollup"), "Pss:");
  }
  found.slab_kib = number_in("/proc/meminfo", "Slab:");
  found.socket_kib = socket_buffers_kib();
  return found;
}

double peak_kib(const server_process& of) {
  return number_in(proc_path(of.id, "status"), "VmHWM:");
}

std::vector<pid_t> descendants_of(pid_t id) {
  std::vector<pid_t> found;
  std::ifstream children(proc_path(id, "task/") + std::to_string(id) + "/children");
  for (pid_t child = 0; children >> child;) {
    found.push_back(child);
    for (const pid_t below : descendants_of(child)) found.push_back(below);
  }
  return found;
}

}  // namespace sluice::bench
