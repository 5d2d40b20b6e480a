// One option: everything that is known of it, from which argv, environment and file are read and
// help, example file and reference are written.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "config/settings.hpp"

namespace sluice::config {

/// Where an option stands in the help.
enum class group { listening, routes, access, history, streams, requests, process };
inline constexpr group all_groups[] = {group::listening, group::routes,  group::access,
                                       group::history,   group::streams, group::requests,
                                       group::process};
std::string_view title(group of);

/// Whether a new value is taken over while streams live, by a reload, or only by a new process. A
/// reload names those that it may not take over.
enum class change { on_reload, on_restart };

/// Says why a text is refused and what to write instead; absent when it is fine.
using text_check = std::optional<std::string> (*)(std::string_view text);

// The kinds of value. `zero` says what 0 means where 0 lies outside the range; empty where 0 is
// refused or an ordinary value. Ranges include both ends.
struct flag {
  bool settings::*field;
};
struct count {
  std::size_t settings::*field;
  std::size_t lowest;
  std::size_t highest;
  std::string_view zero = {};
};
struct size {
  std::size_t settings::*field;
  std::size_t lowest;
  std::size_t highest;
  std::string_view zero = {};
};
struct duration {
  std::chrono::milliseconds settings::*field;
  std::chrono::milliseconds lowest;
  std::chrono::milliseconds highest;
  std::string_view zero = {};
};
/// Permission bits.
struct mode {
  unsigned settings::*field;
};
struct text {
  std::string settings::*field;
  text_check check;
  std::string_view allowed;
};
/// A text that may come more than once; one source's values replace another's.
struct text_list {
  std::vector<std::string> settings::*field;
  text_check check;
  std::string_view allowed;
};
/// Paths of files that hold secrets, as a `text_list`; an empty one is none. Paths are printed,
/// what is in the files never, and no message quotes a refused value: it may be the secret itself,
/// written in the wrong place.
struct secret_files {
  std::vector<std::string> settings::*field;
};
/// One of `words`; made by `choice_of`.
struct choice {
  std::span<const std::string_view> words;
  void (*store)(settings& into, std::size_t index);
  std::size_t (*index)(const settings& from);
};

/// A choice whose words stand in the order of the field's enumeration.
template <auto Field>
constexpr choice choice_of(std::span<const std::string_view> words) {
  return {words,
          [](settings& into, std::size_t index) {
            using enumeration = std::remove_reference_t<decltype(into.*Field)>;
            into.*Field = static_cast<enumeration>(index);
          },
          [](const settings& from) { return static_cast<std::size_t>(from.*Field); }};
}

using kind = std::variant<flag, count, size, duration, mode, text, text_list, secret_files, choice>;

struct option {
  /// As in `--name`; the file's key is the same, the variable is SLUICE_NAME.
  std::string_view name;
  /// What stands for the value in the help; empty for a flag.
  std::string_view placeholder;
  group in;
  config::kind kind;
  change takes_effect;
  /// What it does and the argument for its default, in whole sentences.
  std::string_view prose;
};

bool is_flag(const option& which);
bool is_repeatable(const option& which);

/// "SLUICE_SOCKET_MODE" of "socket-mode".
std::string variable_name(std::string_view option_name);

/// Stores `value`, appending it where the option is repeatable. When the value is refused nothing
/// is stored, and the answer says why and what to write instead.
std::optional<std::string> assign(const option& which, std::string_view value, settings& into);

/// Empties a repeatable option.
void clear(const option& which, settings& into);

/// The values as `assign` reads them: one, or for a repeatable option any number.
std::vector<std::string> values_of(const option& which, const settings& from);

/// The values that count where none is given, such as "127.0.0.1, ::1", each between two `quote`;
/// "none" where nothing is set.
std::string default_text(const option& which, std::string_view quote = {});

/// What may be written, such as "0 = off, or 1s to 1h".
std::string allowed_text(const option& which);

}  // namespace sluice::config
