#pragma once

#include <string>
#include <vector>

#include "hub/selector.hpp"
#include "sluice/update.hpp"

namespace sluice::hub {

/// What a subscriber wants and what it may have. Two with the same interest share an audience. A
/// value; the order of selectors and grants does not matter.
class interest final {
 public:
  interest(std::vector<selector> selectors, std::vector<selector> grants);

  /// True when some topic is wanted and, for a private update, some topic is granted.
  bool includes(const update& what) const;
  /// True for a public update, and for a private one of which some topic is granted.
  bool may_have(const update& what) const;
  /// True when every selector is one topic, which can be found by hash.
  bool is_exact() const;

  const std::vector<selector>& selectors() const { return selectors_; }
  /// Equal for equal interests and for no others.
  const std::string& key() const { return key_; }

 private:
  std::vector<selector> selectors_;
  std::vector<selector> grants_;
  std::string key_;
};

}  // namespace sluice::hub
