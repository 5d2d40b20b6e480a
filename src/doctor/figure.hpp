// Figures for people. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace sluice::doctor {

/// "0.4 ms", "12 ms", "0.85 s", "60.0 s".
std::string time_text(clock::duration what);
/// "820 bytes", "4.0 KiB", "3.5 MiB".
std::string bytes_text(std::size_t bytes);
/// "1 frame", "5 frames".
std::string count_text(std::size_t count, std::string_view noun);
/// With a plural of its own: "5 tries".
std::string count_text(std::size_t count, std::string_view noun, std::string_view plural);

}  // namespace sluice::doctor
