#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::bench {

enum class history_place { memory, sqlite };
const char* name(history_place where);

/// Processor time of all threads, since the worker began. A value.
struct processor_use {
  std::chrono::nanoseconds total{};
  std::chrono::nanoseconds in_kernel{};  // in steps of 10 ms

  friend processor_use operator-(const processor_use& later, const processor_use& earlier) {
    return {later.total - earlier.total, later.in_kernel - earlier.in_kernel};
  }
};

/// `sluice serve` with a hub that anybody may read, its socket, key and history in a temporary
/// folder; killed when this is destroyed.
class hub_worker final {
 public:
  /// Complete when the worker serves. Throws std::runtime_error with its words when it does not.
  hub_worker(const std::string& program, history_place history);
  hub_worker(const hub_worker&) = delete;
  hub_worker& operator=(const hub_worker&) = delete;

  const std::string& address() const { return address_; }
  /// Grants publishing to every topic.
  const std::string& token() const { return token_; }

  processor_use processor_time() const;
  /// Proportional set size: what the worker costs, pages it shares with others split.
  std::size_t pss_kib() const;
  /// The most that was ever resident.
  std::size_t peak_resident_kib() const { return process_->memory_kib("VmHWM"); }

 private:
  std::string write_key();
  void wait_until_served();

  test::temporary_folder folder_;
  std::string address_;
  std::string token_;
  std::unique_ptr<test::process> process_;
};

}  // namespace sluice::bench
