#include "bench/load/payload.hpp"

#include <charconv>

namespace sluice::bench {
namespace {

template <class Number>
bool take_number(std::string_view& text, Number& into) {
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, into);
  if (read.ec != std::errc() || read.ptr == end || *read.ptr != ' ') return false;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()) + 1);
  return true;
}

}  // namespace

std::string to_text(const payload& what, std::size_t bytes) {
  std::string text = std::to_string(what.sent.count()) + " " + std::to_string(what.line) + " " +
                     std::to_string(what.number) + " ";
  if (text.size() < bytes) text.append(bytes - text.size(), 'x');
  return text;
}

std::optional<payload> try_read_payload(std::string_view text) {
  payload found;
  std::int64_t sent = 0;
  const bool is_whole =
      take_number(text, sent) && take_number(text, found.line) && take_number(text, found.number);
  if (!is_whole || found.line >= most_lines) return std::nullopt;
  found.sent = std::chrono::nanoseconds(sent);
  return found;
}

}  // namespace sluice::bench
