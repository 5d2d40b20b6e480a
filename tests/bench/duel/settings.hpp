// What nginx's settings change: each beside the shipped ones of the same round. Pure.
#pragma once

#include "bench/duel/comparison.hpp"

namespace sluice::bench {

/// A row for each subject and setting: the figure divided by that of the shipped settings, as the
/// median of the rounds and, in brackets, the least and the greatest of them. Nothing that is
/// always on one side of 1 within the brackets is noise; all else may be. Without rows when no
/// settings were compared.
report compare_settings(const rounds& all);

}  // namespace sluice::bench
