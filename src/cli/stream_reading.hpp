#pragma once

#include <string>
#include <string_view>

#include "cli/tail_arguments.hpp"
#include "cli/tail_course.hpp"
#include "cli/terminal.hpp"
#include "client/stream_source.hpp"
#include "sse/parser.hpp"

namespace sluice::cli {

/// One answer that `tail` reads: events go to the course and are written as it decides; another
/// answer's text is kept for it. Borrows all it is given.
class stream_reading final : public client::stream_listener {
 public:
  stream_reading(tail_course& course, event_format format, terminal& at)
      : course_(course), format_(format), at_(at) {}

  void on_head(const client::stream_head& head) override;
  client::after_bytes on_body(std::string_view bytes) override;

  /// True when the course has printed all it wanted.
  bool is_complete() const { return is_complete_; }
  /// What the end of the answer is to the course.
  tail_occurrence outcome_of(const client::stream_ending& ending) const;

 private:
  void take_event(const sse::message& what);
  std::string reason() const;

  tail_course& course_;
  const event_format format_;
  terminal& at_;
  client::stream_head head_;
  bool is_stream_ = false;
  bool is_complete_ = false;
  sse::parser parser_;
  std::string text_;
};

}  // namespace sluice::cli
