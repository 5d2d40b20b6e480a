// Sights of sockets for the tests of their judgement.
#pragma once

#include "doctor/socket_sight.hpp"

namespace sluice::test {

/// A worker's socket in /run/sluice, as the package makes it, that www-data may connect to.
inline doctor::socket_sight sight_of_packaged_socket() {
  using doctor::file_kind;
  doctor::socket_sight seen{"/run/sluice/sluice.sock"};
  seen.self = {"root", 0, 0, {0}};
  seen.visitor.user = {"www-data", 33, 33, {33}};
  seen.steps = {{"/", 0, file_kind::folder, {0755, 0, 0}},
                {"/run", 0, file_kind::folder, {0755, 0, 0}},
                {"/run/sluice", 0, file_kind::folder, {0755, 0, 0}},
                {"/run/sluice/sluice.sock", 0, file_kind::socket, {0660, 0, 33}, true}};
  seen.queue = doctor::socket_queue{0, 4096, 1};
  seen.backlog_limit = 4096;
  seen.host.descriptor_limit = 524288;
  seen.host.open_descriptors = 20;
  seen.audit.place = "the kernel's log";
  return seen;
}

}  // namespace sluice::test
