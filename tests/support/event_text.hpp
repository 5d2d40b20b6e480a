#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

/// A block of an event stream, as the bytes say, whether a browser dispatches it or not.
struct event_block {
  std::optional<std::string> data;
  std::optional<std::string> id;
  std::string type;
  std::optional<std::string> retry;
  std::string comment;

  bool is_dispatched() const { return data.has_value(); }
};

/// Cuts an event stream into blocks. Takes only what sluice writes: LF line ends and one space
/// after the colon; anything else throws peer_error (malformed). The browser's view is sse/'s.
class event_text final {
 public:
  /// The blocks that `bytes` completes.
  std::vector<event_block> feed(std::string_view bytes);

  /// What came after the last whole block. Empty at an event border.
  const std::string& rest() const { return rest_; }

 private:
  std::string rest_;
  std::size_t searched_ = 0;
};

}  // namespace sluice::test
