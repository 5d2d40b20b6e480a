#include "config/load.hpp"

#include <cerrno>
#include <set>

#include <sys/stat.h>

#include "config/arguments.hpp"
#include "config/consistency.hpp"
#include "config/initialization_file.hpp"
#include "config/table.hpp"

namespace sluice::config {
namespace {

struct state {
  effective result;
  problems found;
  // Options that a source gave a wrong value: what they contradict is not known.
  std::set<std::string_view> failed;
};

void note(state& into, const problems& more) {
  into.found.insert(into.found.end(), more.begin(), more.end());
}

// Later calls win, so the sources come in rising order.
void apply(state& into, const reading& source) {
  note(into, source.problems);
  std::map<std::string_view, std::string> origins;
  for (const auto& [to, value, where] : source.assignments) {
    auto& origin = origins[to->name];
    if (origin.empty()) clear(*to, into.result.values);
    if (const auto why = assign(*to, value, into.result.values)) {
      // A line of a file does not say which option it is; arguments and variables do.
      const bool is_line = where.find(':') != where.npos;
      into.found.push_back({where, (is_line ? std::string(to->name) + ": " : "") + *why});
      into.failed.insert(to->name);
    }
    if (origin != where) origin += (origin.empty() ? "" : ", ") + where;
  }
  for (auto& [name, origin] : origins) into.result.origins[name] = std::move(origin);
}

reading read_file(const file_choice& from, state& into) {
  const auto content = read_content(from.path);
  if (!content) {
    into.found.push_back({from.where, content.error().message() + "; name a readable file"});
    return {};
  }
  into.result.file = from.path;
  return read_lines(*content, from.path);
}

// A file that is there and cannot be read is a problem, one that is not there is none.
bool exists(const std::string& path) {
  struct stat status {};
  return !path.empty() &&
         (::stat(path.c_str(), &status) == 0 || (errno != ENOENT && errno != ENOTDIR));
}

void check_together(state& into) {
  for (const auto& [names, what] : find_contradictions(into.result.values)) {
    std::string where;
    bool is_known = true;
    for (const auto name : names) {
      is_known = is_known && !into.failed.contains(name);
      const auto origin = into.result.origins.find(name);
      if (where.empty() && origin != into.result.origins.end()) where = origin->second;
    }
    if (is_known) into.found.push_back({where, std::string(names.front()) + ": " + what});
  }
}

}  // namespace

loaded load(const std::vector<std::string>& arguments, const environment& variables,
            const std::string& default_path) {
  const auto from_arguments = read_arguments(arguments);
  if (from_arguments.asked != question::none) return from_arguments.asked;
  const auto from_variables = read_variables(variables);

  state all;
  auto file = from_arguments.file ? from_arguments.file : from_variables.file;
  if (!file && exists(default_path)) file = file_choice{default_path, default_path};
  if (file) apply(all, read_file(*file, all));
  apply(all, from_variables);
  apply(all, from_arguments);
  check_together(all);

  if (!all.found.empty()) return all.found;
  return all.result;
}

}  // namespace sluice::config
