// Any bytes are an event stream: what a parser makes of them does not depend on how they are cut,
// is well-formed, keeps to the limit, and comes back from its own encoding. The first byte says
// where a second cut goes; the rest is the stream.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "sse/encoder.hpp"
#include "sse/parser.hpp"
#include "support/split.hpp"

namespace {

using sluice::sse::message;
using sluice::sse::parser;

// Small enough to be passed by inputs of a fuzzer's size.
constexpr std::size_t small_limit_bytes = 48;

void require(bool holds) {
  if (!holds) std::abort();
}

struct reading {
  std::vector<message> messages;
  std::vector<std::string> comments;
  std::string last_event_id;
  std::optional<std::chrono::milliseconds> retry;
  bool is_over_limit = false;

  friend bool operator==(const reading&, const reading&) = default;
};

reading read(const std::vector<std::string_view>& pieces, std::size_t limit_bytes) {
  reading result;
  parser reader(limit_bytes);
  for (const auto piece : pieces) {
    const bool goes_on = reader.feed(
        piece, [&](message what) { result.messages.push_back(std::move(what)); },
        [&](std::string_view text) { result.comments.emplace_back(text); });
    require(goes_on != reader.is_over_limit());
  }
  result.last_event_id = reader.last_event_id();
  result.retry = reader.retry();
  result.is_over_limit = reader.is_over_limit();
  return result;
}

void check_message(const message& what, std::size_t limit_bytes) {
  require(sluice::is_utf8(what.data) && what.data.find('\r') == std::string::npos);
  require(sluice::is_utf8(what.type) && what.type.find_first_of("\r\n") == std::string::npos);
  require(sluice::is_utf8(what.last_event_id) && !what.type.empty());
  require(what.data.size() <= limit_bytes && what.last_event_id.size() <= limit_bytes);
  // The one thing that a parser lets through and an encoder does not.
  if (what.type.find('\0') != std::string::npos) return;

  const sluice::event again = sluice::event(what.data).type(what.type).id(what.last_event_id);
  const reading encoded = read({sluice::sse::encode_event(again)}, parser::default_limit_bytes);
  require(encoded.messages == std::vector{what});
}

void check(std::string_view bytes, std::size_t cut, std::size_t limit_bytes) {
  const reading whole = read({bytes}, limit_bytes);
  require(read(sluice::test::split(bytes, 1), limit_bytes) == whole);
  require(read({bytes.substr(0, cut), bytes.substr(cut)}, limit_bytes) == whole);
  for (const message& what : whole.messages) check_message(what, limit_bytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  if (size_bytes == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size_bytes - 1);
  const std::size_t cut = data[0] % (bytes.size() + 1);
  check(bytes, cut, parser::default_limit_bytes);
  check(bytes, cut, small_limit_bytes);
  return 0;
}
