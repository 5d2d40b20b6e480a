#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/exit_code.hpp"
#include "cli/line_cutter.hpp"
#include "cli/publish_arguments.hpp"
#include "cli/publish_pipeline.hpp"
#include "cli/terminal.hpp"

namespace sluice::cli {

/// One run of `publish` without the way to the worker: turns the input into updates, hands them to
/// the pipeline, and tells what becomes of each. Borrows the order and the terminal.
class publish_run final {
 public:
  using encoder = std::string (*)(const update& what);

  /// One update whose data is in the order.
  publish_run(const publish_order& order, encoder encode, terminal& at);
  /// Updates from the lines that come from `lines`, a descriptor that stays the caller's; at most
  /// `window` are unanswered.
  publish_run(const publish_order& order, encoder encode, terminal& at, int lines,
              std::size_t window);
  publish_run(const publish_run&) = delete;
  publish_run& operator=(const publish_run&) = delete;

  publish_pipeline& pipeline() { return pipeline_; }
  terminal& at() { return at_; }

  /// The descriptor to read from next; nothing when there is no room, or no more input.
  std::optional<int> input() const;
  /// Reads once from it; blocks when nothing has come. True unless reading failed, which is told.
  bool take_input();
  /// Moves lines that wait here to the pipeline, and tells what became of updates: the id alone on
  /// a line, or what is wrong in the notes.
  void advance();
  /// True when all input is settled and told.
  bool is_done() const;
  /// Says why the worker cannot be talked with, and what is unanswered. Returns the exit code.
  int give_up(const std::string& why);
  int exit_code() const { return exit_code_; }

 private:
  void add_line(std::string_view line);
  void tell(const publish_pipeline::settled& what);

  const publish_order& order_;
  const encoder encode_;
  terminal& at_;
  std::optional<int> lines_;
  line_cutter cutter_;
  publish_pipeline pipeline_;
  int exit_code_ = exit_fine;
};

}  // namespace sluice::cli
