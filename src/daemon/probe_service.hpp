#pragma once

#include <memory>
#include <string>
#include <utility>

#include "daemon/loop_worker.hpp"
#include "daemon/probe_book.hpp"
#include "daemon/probe_document.hpp"

namespace sluice::daemon {

/// The probe route, which `sluice doctor` measures the way to the worker with. Anyone may ask, for
/// bounded streams and a bounded number of them. Any thread.
class probe_service final {
 public:
  explicit probe_service(std::string base_path) : base_path_(std::move(base_path)) {}
  probe_service(const probe_service&) = delete;
  probe_service& operator=(const probe_service&) = delete;

  /// Mounts `probe` below the base path: a paced stream, or with `ended=ID` how one ended. Last of
  /// all, for a program's own route of that path stays alone. Outlives the table.
  void add_routes(route_table& routes);

 private:
  std::unique_ptr<open_stream> open(const request& what, session::session& out, loop_worker& on);
  awaitable<reply> answer_ending(const request& what, loop_worker& on) const;
  probe_host host_of(loop_worker& on) const;

  const std::string base_path_;
  probe_book book_;
};

}  // namespace sluice::daemon
