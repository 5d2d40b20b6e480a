// What the pace of frames says of the servers between. Pure.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "doctor/finding.hpp"
#include "doctor/pace.hpp"
#include "doctor/stream_record.hpp"
#include "doctor/web_server.hpp"

namespace sluice::doctor {

/// Several probes of the same, judged.
struct timed_tries {
  std::vector<stream_record> records;
  pace together;

  /// The one to show: the last.
  const stream_record& shown() const { return records.back(); }
  bool is_prompt() const { return together.how == pattern::prompt; }
  /// Frames wait for others, or do not come.
  bool is_held_back() const {
    return together.how == pattern::held || together.how == pattern::buffered ||
           together.how == pattern::cut;
  }
};
timed_tries judge_tries(std::vector<stream_record> records);

/// When the first frame came.
finding judge_first_byte(const timed_tries& plain);

/// Without compression, over HTTP/1.1. `buffer_bytes` as `find_buffer` has it.
finding judge_timing(const timed_tries& plain, std::size_t buffer_bytes, web_server server);

/// With `Accept-Encoding: gzip, br, zstd`, beside the same without. `encoding` is the answer's
/// Content-Encoding, and may be empty.
finding judge_compression(const timed_tries& compressed, std::string_view encoding,
                          const timed_tries& plain, web_server server);

/// Over HTTP/2, beside the same over HTTP/1.1.
finding judge_http2(const timed_tries& over_2, const timed_tries& over_1, web_server server);

}  // namespace sluice::doctor
