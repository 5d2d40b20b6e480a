// What a probe is told, as JSON. Pure; never a token's or a cookie's value.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "daemon/probe_book.hpp"
#include "sluice/request.hpp"

namespace sluice::daemon {

/// Last-Event-ID is sent back when it begins so: then it is the doctor's own.
inline constexpr std::string_view doctor_id_prefix = "sluice-doctor-";

/// What every frame says: its number, and when it left, counted from the reading of the request.
struct probe_frame {
  std::size_t number;
  clock::duration left;
  std::size_t padding_bytes;
};
std::string frame_document(const probe_frame& what);

/// What of the worker matters to a doctor.
struct probe_host {
  std::string base_path;
  clock::duration heartbeat;
};
/// The first frame: besides, what arrived of the request.
std::string first_frame_document(const probe_frame& what, const request& of,
                                 const probe_host& host);

/// How a probe ended, or that it runs, or that none is known under that id.
std::string ending_document(const std::optional<probe_entry>& of, const probe_host& host);

}  // namespace sluice::daemon
