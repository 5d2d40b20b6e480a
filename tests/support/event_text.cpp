#include "support/event_text.hpp"

#include "support/fcgi_peer.hpp"

namespace sluice::test {
namespace {

void append_line(std::optional<std::string>& text, std::string_view line) {
  if (text) {
    *text += '\n';
    text->append(line);
  } else {
    text = std::string(line);
  }
}

void read_line(event_block& block, std::string_view line) {
  const auto colon = line.find(':');
  const auto field = line.substr(0, colon);
  std::string_view value = colon == std::string_view::npos ? "" : line.substr(colon + 1);
  if (value.substr(0, 1) == " ") value.remove_prefix(1);
  if (line.front() == ':') {
    block.comment += value;
  } else if (field == "data") {
    append_line(block.data, value);
  } else if (field == "id") {
    block.id = value;
  } else if (field == "event") {
    block.type = value;
  } else if (field == "retry") {
    block.retry = value;
  } else {
    throw peer_error(peer_trouble::malformed,
                     "not a line of an event: " + std::string(line.substr(0, 80)));
  }
}

event_block parse_block(std::string_view text) {
  event_block block;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    if (!line.empty()) read_line(block, line);
    text.remove_prefix(line.size() + 1);
  }
  return block;
}

}  // namespace

std::vector<event_block> event_text::feed(std::string_view bytes) {
  rest_ += bytes;
  std::vector<event_block> blocks;
  std::size_t start = 0;
  for (;;) {
    const auto end = rest_.find("\n\n", searched_);
    if (end == std::string::npos) break;
    blocks.push_back(parse_block(std::string_view(rest_).substr(start, end + 1 - start)));
    start = end + 2;
    searched_ = start;
  }
  rest_.erase(0, start);
  searched_ = rest_.empty() ? 0 : rest_.size() - 1;
  return blocks;
}

}  // namespace sluice::test
