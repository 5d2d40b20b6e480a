// Any texts are refused or make one event that a parser reads back, whatever comes before and after
// it. The input is a byte of flags, the lengths of the type and of the id, the retry time in two
// bytes, then the type, the id and the data.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "sse/encoder.hpp"
#include "sse/parser.hpp"

namespace {

using sluice::event;
using sluice::sse::message;

constexpr std::uint8_t flag_id = 1;
constexpr std::uint8_t flag_retry = 2;
constexpr std::uint8_t flag_data = 4;
constexpr std::size_t head_bytes = 5;

void require(bool holds) {
  if (!holds) std::abort();
}

bool is_one_line(std::string_view text) {
  return sluice::is_utf8(text) &&
         text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// Sets, and is certain that exactly what may not be set is refused and changes nothing.
template <class Set>
void try_set(event& what, bool is_allowed, Set set) {
  const event before = what;
  bool is_refused = false;
  try {
    set();
  } catch (const sluice::invalid_event&) {
    is_refused = true;
  }
  require(is_refused != is_allowed);
  if (is_refused) require(what == before);
}

std::string take(std::string_view& text, std::size_t bytes) {
  const std::string taken(text.substr(0, bytes));
  text.remove_prefix(taken.size());
  return taken;
}

event make_event(const std::uint8_t* head, std::string_view text) {
  event what;
  const std::string type = take(text, head[1]);
  try_set(what, is_one_line(type), [&] { what.type(type); });
  if ((head[0] & flag_id) != 0) {
    const std::string id = take(text, head[2]);
    try_set(what, is_one_line(id), [&] { what.id(id); });
  }
  if ((head[0] & flag_retry) != 0) {
    what.retry(std::chrono::milliseconds(head[3] * 256 + head[4]));
  }
  if ((head[0] & flag_data) != 0) {
    try_set(what, sluice::is_utf8(text), [&] { what.data(std::string(text)); });
  }
  return what;
}

// The data as a browser gets it: every break is one LF.
std::string with_line_feeds(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_half = text[i] == '\n' && i > 0 && text[i - 1] == '\r';
    if (!is_half) result += text[i] == '\r' ? '\n' : text[i];
  }
  return result;
}

void check_bytes(const std::string& block) {
  require(block.find('\r') == std::string::npos);
  require(block == "\n" || block.find("\n\n") == block.size() - 2);
}

void check_read_back(const event& what, const std::string& before, const std::string& block) {
  std::vector<message> messages;
  sluice::sse::parser reader;
  const auto on_message = [&](message one) { messages.push_back(std::move(one)); };
  reader.feed(before + block, on_message);

  std::vector<message> expected;
  const std::string id = what.id().value_or("");
  if (what.data()) {
    const std::string type = what.type().empty() ? "message" : what.type();
    expected.push_back({type, with_line_feeds(*what.data()), id});
  }
  require(messages == expected);
  require(reader.last_event_id() == id);
  require(reader.retry() == what.retry());

  reader.feed("data: next\n\n", on_message);
  expected.push_back({"message", "next", id});
  require(messages == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  if (size_bytes < head_bytes) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + head_bytes,
                              size_bytes - head_bytes);
  const event what = make_event(data, text);
  const std::string block = sluice::sse::encode_event(what);
  check_bytes(block);

  std::string comment;
  sluice::sse::append_comment(comment, text);
  check_bytes(comment);
  check_read_back(what, comment, block);
  return 0;
}
