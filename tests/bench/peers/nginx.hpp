#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bench/peers/nginx_settings.hpp"
#include "bench/peers/subject.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::bench {

/// A port of the loopback address that nobody listens on now.
std::string free_address();

/// Only files that exist in every nginx of Debian, and a module where one is named. A value.
struct nginx_plan {
  std::string server;  // what stands in the server block
  std::size_t workers = 1;
  std::string module_file{};
  std::string role = "nginx";
  nginx_settings settings{};
};

/// An nginx on a free port of the loopback address, its files in a temporary folder, its limits
/// wide enough for thousands of streams; it ends with this.
class nginx final {
 public:
  /// Complete when it serves. Throws std::runtime_error with its words when it does not.
  explicit nginx(const nginx_plan& plan);
  ~nginx();
  nginx(const nginx&) = delete;
  nginx& operator=(const nginx&) = delete;

  const std::string& address() const { return address_; }
  std::vector<server_process> processes() const;
  /// The last line of the error log; empty when there is none.
  std::string complaint() const;

 private:
  void write_configuration(const nginx_plan& plan);

  test::temporary_folder folder_;
  const std::string address_ = free_address();
  const std::string role_;
  std::unique_ptr<test::process> process_;
};

/// The shipped nginx/sluice.conf, with this socket for its own.
std::string shipped_locations(const std::string& socket);

}  // namespace sluice::bench
