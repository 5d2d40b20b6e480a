// An update as the worker takes it. Pure.
#pragma once

#include <string>

#include "sluice/update.hpp"

namespace sluice::cli {

/// One line of the control socket: a JSON object and a line feed. `topic` is a text, or a list when
/// there are several; what is not set is left out, except `data`. The texts of `what` are UTF-8.
std::string encode_control_line(const update& what);

/// The body of a POST (Mercure draft 07, "Publication"), application/x-www-form-urlencoded.
std::string encode_form(const update& what);

}  // namespace sluice::cli
