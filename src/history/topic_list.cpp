#include "history/topic_list.hpp"

#include <charconv>
#include <cstddef>
#include <system_error>
#include <utility>

namespace sluice::history {
namespace {

// Takes one topic off the front.
std::optional<std::string> take_topic(std::string_view& text) {
  std::size_t size = 0;
  const char* const end = text.data() + text.size();
  const auto number = std::from_chars(text.data(), end, size);
  if (number.ec != std::errc() || number.ptr == end || *number.ptr != ':') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(number.ptr - text.data()) + 1);
  if (size >= text.size() || text[size] != ',') return std::nullopt;
  std::string topic(text.substr(0, size));
  text.remove_prefix(size + 1);
  return topic;
}

}  // namespace

std::string encode_topics(const std::vector<std::string>& topics) {
  std::string text;
  for (const auto& topic : topics) {
    text.append(std::to_string(topic.size())).append(":").append(topic).append(",");
  }
  return text;
}

std::optional<std::vector<std::string>> decode_topics(std::string_view text) {
  std::vector<std::string> topics;
  while (!text.empty()) {
    auto topic = take_topic(text);
    if (!topic) return std::nullopt;
    topics.push_back(std::move(*topic));
  }
  return topics;
}

}  // namespace sluice::history
