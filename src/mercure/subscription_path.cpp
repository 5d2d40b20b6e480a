#include "mercure/subscription_path.hpp"

#include <algorithm>
#include <cstddef>

#include "base/text.hpp"
#include "http/form.hpp"
#include "mercure/percent.hpp"

namespace sluice::mercure {
namespace {

constexpr std::string_view subscriptions = "/subscriptions";

// Takes "/segment" off the front.
std::optional<std::string> try_take_segment(std::string_view& path) {
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  std::string segment = http::percent_decode(path.substr(0, end));
  path.remove_prefix(end);
  if (segment.empty() || !is_utf8(segment)) return std::nullopt;
  return segment;
}

}  // namespace

std::string subscription_path(std::string_view hub_path, const subscription_filter& what) {
  std::string path(hub_path);
  path += subscriptions;
  if (!what.topic) return path;
  path.append("/").append(expand_simple(*what.topic));
  if (what.subscriber) path.append("/").append(expand_simple(*what.subscriber));
  return path;
}

std::optional<subscription_filter> try_parse_subscription_path(std::string_view path,
                                                               std::string_view hub_path) {
  if (!path.starts_with(hub_path)) return std::nullopt;
  path.remove_prefix(hub_path.size());
  if (!path.starts_with(subscriptions)) return std::nullopt;
  path.remove_prefix(subscriptions.size());
  subscription_filter what;
  if (path.empty()) return what;
  what.topic = try_take_segment(path);
  if (!what.topic) return std::nullopt;
  if (path.empty()) return what;
  what.subscriber = try_take_segment(path);
  if (!what.subscriber || !path.empty()) return std::nullopt;
  return what;
}

}  // namespace sluice::mercure
