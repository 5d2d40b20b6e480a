#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice {

/// Names and values in the order they came; a name may come more than once.
using fields = std::vector<std::pair<std::string, std::string>>;

/// The CGI variables (RFC 3875, section 4.1) of one request, in the order they came. A value; views
/// it returns live as long as it does and nothing is appended.
///
/// A request lives as long as its stream, and a web server sends some twenty-five variables: in one
/// piece they take a third of the memory of as many strings, and two allocations.
class cgi_variables final {
 public:
  static cgi_variables of(const fields& pairs);

  /// Makes room for `count` variables of together `bytes`.
  void reserve(std::size_t count, std::size_t bytes);
  void append(std::string_view name, std::string_view value);

  /// The first of that name. Absent and empty differ.
  std::optional<std::string_view> find(std::string_view name) const;
  /// The first whose name `is_wanted` accepts.
  template <class Predicate>
  std::optional<std::string_view> find_if(Predicate is_wanted) const;

  bool operator==(const cgi_variables&) const = default;

 private:
  std::string text_;                 // names and values, one behind the other
  std::vector<std::uint32_t> ends_;  // where each of them ends
};

template <class Predicate>
std::optional<std::string_view> cgi_variables::find_if(Predicate is_wanted) const {
  const std::string_view text = text_;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < ends_.size(); i += 2) {
    const std::size_t middle = ends_[i];
    const std::size_t end = ends_[i + 1];
    if (is_wanted(text.substr(begin, middle - begin))) return text.substr(middle, end - middle);
    begin = end;
  }
  return std::nullopt;
}

}  // namespace sluice
