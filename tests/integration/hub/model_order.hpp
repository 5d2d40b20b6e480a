// What the hub should do, said once more and as simply as possible. No code of the hub's.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

enum class reach { everyone, granted };

/// A value.
struct model_update {
  std::string id;
  std::vector<std::string> topics;
  reach to = reach::everyone;
  std::string data;
};

/// What a client asks for and what its token grants. Selectors are "*", a topic, or one that ends
/// in "{id}", which stands for letters and digits. A value.
struct model_interest {
  std::vector<std::string> selectors;
  std::vector<std::string> grants;

  bool includes(const model_update& what) const;
  /// True when a client may learn that there is such an update.
  bool may_know(const model_update& what) const;
};

/// Everything that was published, in the hub's order, of which history holds the newest. One
/// thread.
class model_order final {
 public:
  explicit model_order(std::size_t held_updates) : held_updates_(held_updates) {}

  /// Throws std::logic_error when the id is there already.
  void append(model_update what);

  std::size_t size() const { return updates_.size(); }
  const model_update& at(std::size_t place) const { return updates_.at(place); }
  /// The place of the oldest that is held; `size()` when there is none.
  std::size_t oldest() const;
  std::optional<std::size_t> find(const std::string& id) const;
  /// The place of the first from `place` on that `wanted` includes; `size()` when there is none.
  std::size_t next(std::size_t place, const model_interest& wanted) const;

 private:
  std::size_t held_updates_;
  std::vector<model_update> updates_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace sluice::test
