#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

namespace sluice::bench {

// Nothing where a figure would have no meaning.
using cell = std::variant<std::monostate, std::string, std::size_t, double>;

/// What one measurement found: a table, and what went wrong. A value.
struct report {
  std::string name;
  std::string title;
  std::vector<std::string> columns;       // with their units
  std::vector<std::vector<cell>> rows{};  // as many cells as columns
  std::vector<std::string> remarks{};     // a sentence each
  std::vector<std::string> failures{};    // updates that were lost; slowness is none
};

/// The table for a terminal, or for Markdown: it is both.
std::string to_text(const report& what);
/// `{"name", "title", "rows": [{column: value}], "remarks", "failures"}`.
nlohmann::ordered_json to_json(const report& what);

}  // namespace sluice::bench
