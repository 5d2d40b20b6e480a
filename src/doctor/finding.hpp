// What the doctor found out by one probe. Pure.
#pragma once

#include <string>
#include <utility>

namespace sluice::doctor {

/// What a probe says. A `fault` makes the doctor end with 1; a `remark` is worth knowing and does
/// not; `skipped` says why nothing could be told.
enum class judgement { fine, remark, fault, skipped };

/// A value. Texts are sentences without a full stop and without tokens.
struct finding {
  /// The probe's name, stable for scripts: "timing", "idle", "socket" ….
  std::string probe;
  judgement what = judgement::fine;
  /// Stable name of the kind of fault for scripts, such as "buffered" or "socket-missing"; empty
  /// for none.
  std::string kind = {};
  /// What was tried.
  std::string tried = {};
  /// What was seen, with its figures.
  std::string seen = {};
  /// The likely cause; empty where nothing is wrong.
  std::string cause = {};
  /// The line to change, for the server that answered, or the one command that mends it; empty
  /// where nothing is wrong. Never a protection to switch off.
  std::string change = {};

  friend bool operator==(const finding&, const finding&) = default;
};

/// The same, skipped because of `why`.
inline finding skip(finding made, std::string why) {
  made.what = judgement::skipped;
  made.seen = std::move(why);
  return made;
}

}  // namespace sluice::doctor
