#include "doctor/figure.hpp"

#include <chrono>
#include <cstdio>

namespace sluice::doctor {
namespace {

// Below it milliseconds say more.
constexpr double shortest_in_seconds = 0.1;
constexpr double shortest_in_tenths = 0.1;
// From here on hundredths are noise.
constexpr double longest_in_hundredths = 10;

std::string print(double number, int digits, const char* unit) {
  char text[48];
  std::snprintf(text, sizeof text, "%.*f %s", digits, number, unit);
  return text;
}

}  // namespace

std::string time_text(clock::duration what) {
  const double seconds = std::chrono::duration<double>(what).count();
  if (seconds >= longest_in_hundredths) return print(seconds, 1, "s");
  if (seconds >= shortest_in_seconds) return print(seconds, 2, "s");
  const double milliseconds = seconds * 1000;
  if (milliseconds < shortest_in_tenths) return "less than 0.1 ms";
  return print(milliseconds, milliseconds < 10 ? 1 : 0, "ms");
}

std::string bytes_text(std::size_t bytes) {
  constexpr std::size_t kib = 1024;
  constexpr std::size_t mib = kib * kib;
  if (bytes < kib) return count_text(bytes, "byte");
  if (bytes < mib) return print(static_cast<double>(bytes) / kib, 1, "KiB");
  return print(static_cast<double>(bytes) / mib, 1, "MiB");
}

std::string count_text(std::size_t count, std::string_view noun) {
  return count_text(count, noun, std::string(noun) + "s");
}

std::string count_text(std::size_t count, std::string_view noun, std::string_view plural) {
  return std::to_string(count) + " " + std::string(count == 1 ? noun : plural);
}

}  // namespace sluice::doctor
