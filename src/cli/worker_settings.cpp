#include "cli/worker_settings.hpp"

#include <variant>
#include <vector>

#include "config/load.hpp"

namespace sluice::cli {

outcome<config::settings> try_read_settings(const std::optional<std::string>& file,
                                            const config::environment& variables) {
  std::vector<std::string> words;
  if (file) words = {"--config", *file};
  const config::loaded found = config::load(words, variables);
  if (const auto* ready = std::get_if<config::effective>(&found)) return ready->values;
  std::string sentence = "the configuration of the worker is not in order";
  if (const auto* wrong = std::get_if<config::problems>(&found)) {
    for (const auto& each : *wrong) sentence += "; " + each.message();
  }
  return problem{sentence};
}

}  // namespace sluice::cli
