#include "sse/encoder.hpp"

#include <cstddef>

#include "sse/line_break.hpp"

namespace sluice::sse {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += '\n';
}

// One line of output, begun by `start`, per line of `text`. A break at the end starts one more,
// empty line: a parser drops exactly one break from the end of the data.
void append_lines(std::string& out, std::string_view start, std::string_view text) {
  for (;;) {
    const std::size_t end = find_line_break(text);
    out += start;
    out += text.substr(0, end);
    out += '\n';
    if (end == std::string_view::npos) return;
    text.remove_prefix(text.substr(end, 2) == "\r\n" ? end + 2 : end + 1);
  }
}

}  // namespace

void append_event(std::string& out, const event& what) {
  // The field names, the ends of the lines and nineteen digits of an event whose data is one line:
  // 48 bytes.
  constexpr std::size_t names_bytes = 64;
  out.reserve(out.size() + names_bytes + what.type().size() + (what.id() ? what.id()->size() : 0) +
              (what.data() ? what.data()->size() : 0));
  if (!what.type().empty()) append_field(out, "event", what.type());
  if (what.id()) append_field(out, "id", *what.id());
  if (what.retry()) append_field(out, "retry", std::to_string(what.retry()->count()));
  if (what.data()) append_lines(out, "data: ", *what.data());
  out += '\n';
}

std::string encode_event(const event& what) {
  std::string out;
  append_event(out, what);
  return out;
}

void append_comment(std::string& out, std::string_view text) {
  append_lines(out, ":", text);
  out += '\n';
}

void append_retry(std::string& out, std::chrono::milliseconds wait) {
  append_field(out, "retry", std::to_string(wait.count()));
  out += '\n';
}

}  // namespace sluice::sse
