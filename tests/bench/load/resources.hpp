// What servers use, as the kernel counts it.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "bench/peers/subject.hpp"

namespace sluice::bench {

/// Processor time by role; that of this program has the role "load". A value.
using processor_times = std::map<std::string, std::chrono::nanoseconds>;

/// User and system time of all threads, to the nanosecond.
processor_times processor_times_of(const std::vector<server_process>& processes);
processor_times operator-(const processor_times& later, const processor_times& earlier);

/// Kibibytes. A value.
struct memory_use {
  std::map<std::string, double> pss_kib;  // proportional set size, by role
  double slab_kib = 0;                    // of the whole machine: sockets, epoll entries
  double socket_kib = 0;                  // what TCP's buffers hold, of the whole machine
};

memory_use memory_of(const std::vector<server_process>& processes);

/// Kibibytes, the most that was ever resident.
double peak_kib(const server_process& of);

/// The processes below this one, and theirs.
std::vector<pid_t> descendants_of(pid_t id);

}  // namespace sluice::bench
