#pragma once

#include "base/result.hpp"
#include "history/sqlite_database.hpp"

namespace sluice::history {

/// What a commit has survived when it is reported.
enum class durability {
  /// The loss of power: each commit is synced to the disk.
  power_loss,
  /// The end of the process, kill -9 too, but not the loss of power: that may take commits since
  /// the
  /// last checkpoint (SQLite, "PRAGMA synchronous", NORMAL in WAL mode). The file stays sound.
  process_end,
};

/// Makes `in` this process's own until it is closed, checks that it is a sound history of a version
/// this one knows, or makes it one when it is empty. A file that is something else stays as it is.
/// Fails with history_in_use, history_corrupt, history_full or history_unavailable.
result<> try_set_up(sqlite_database& in, durability survives);

}  // namespace sluice::history
