#include "config/variables.hpp"

#include <sstream>
#include <string_view>

#include "base/text.hpp"
#include "config/table.hpp"

namespace sluice::config {
namespace {

constexpr std::string_view prefix = "SLUICE_";
constexpr std::string_view file_variable = "SLUICE_CONFIG";

const option* option_of(std::string_view variable) {
  for (const auto& each : options()) {
    if (variable_name(each.name) == variable) return &each;
  }
  return nullptr;
}

// Without the prefix.
std::vector<std::string> known_variables() {
  std::vector<std::string> all{std::string(file_variable.substr(prefix.size()))};
  for (const auto& each : options()) all.push_back(variable_name(each.name).substr(prefix.size()));
  return all;
}

// https://kubernetes.io/docs/concepts/containers/container-environment/ and the "Docker links"
// variables it keeps: X_SERVICE_HOST, X_SERVICE_PORT[_NAME], X_PORT and X_PORT_80_TCP[_ADDR…].
bool is_service_link(std::string_view name, std::string_view value) {
  if (name.ends_with("_SERVICE_HOST") || name.find("_SERVICE_PORT") != name.npos) return true;
  const bool is_url = value.starts_with("tcp://") || value.starts_with("udp://");
  if (name.ends_with("_PORT") && is_url) return true;
  const auto port = name.find("_PORT_");
  if (port == name.npos) return false;
  const auto rest = name.substr(port + 6);
  const auto digits = rest.find_first_not_of("0123456789");
  if (digits == 0 || digits == rest.npos) return false;
  return rest.substr(digits).starts_with("_TCP") || rest.substr(digits).starts_with("_UDP");
}

void take_list(reading& into, const option& to, const std::string& value,
               const std::string& where) {
  std::istringstream words(value);
  std::string word;
  bool is_empty = true;
  while (words >> word) {
    add_assignment(into, {&to, word, where});
    is_empty = false;
  }
  if (is_empty) {
    into.problems.push_back({where, "is empty; write values separated by spaces, or unset it"});
  }
}

}  // namespace

environment read_environment(const char* const* block) {
  environment all;
  for (; *block != nullptr; ++block) {
    const std::string_view line = *block;
    const auto equals = line.find('=');
    if (equals == line.npos) continue;
    // The first of a repeated name rules, as for getenv.
    all.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  return all;
}

reading read_variables(const environment& from) {
  reading into;
  for (const auto& [name, value] : from) {
    if (!name.starts_with(prefix)) continue;
    const auto* to = option_of(name);
    if (name == file_variable) {
      into.file = file_choice{value, name};
    } else if (to != nullptr && is_repeatable(*to)) {
      take_list(into, *to, value, name);
    } else if (to != nullptr) {
      add_assignment(into, {to, value, name});
    } else if (!is_service_link(name, value)) {
      into.problems.push_back(
          {printable(name), "no such variable; " +
                                advice_on(name.substr(prefix.size()), known_variables(), prefix)});
    }
  }
  return into;
}

}  // namespace sluice::config
