#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sluice::bench {

/// What one round of one scenario found out about one subject. A value.
struct finding {
  std::string scenario;
  std::string variant;  // such as "100 topics"; empty where there is only one
  std::string subject;
  std::vector<std::pair<std::string, double>> figures{};  // with their units in the name
  std::vector<std::string> failures{};  // a sentence each: lost, doubled, disordered, refused
  std::vector<std::string> remarks{};
};

}  // namespace sluice::bench
