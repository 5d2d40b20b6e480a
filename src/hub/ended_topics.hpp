#pragma once

#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "hub/interest.hpp"

namespace sluice::hub {

/// The topics that were ended, each until something is published to it again. Owned by the hub,
/// which guards it with its mutex. They are not in the log: after a restart a topic is merely
/// quiet.
class ended_topics final {
 public:
  // As many as history holds updates by default. Whoever ends more is forgotten in the order of
  // ending: streams of a forgotten topic are quiet, where others get 204.
  static constexpr std::size_t most = 10'000;

  void add(std::string topic);
  /// These have been published to.
  void remove(const std::vector<std::string>& topics);

  bool is_empty() const { return order_.empty(); }
  /// True when everything wanted is by name, and each of it has ended: nothing is to come.
  bool has_all(const interest& wanted) const;

 private:
  std::list<std::string> order_;  // the earliest first
  // The key is the text in `order_`.
  std::unordered_map<std::string_view, std::list<std::string>::iterator> places_;
};

}  // namespace sluice::hub
