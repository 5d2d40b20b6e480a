// The program behind the build targets `generate` and `generated_is_current`.
//
//     sluice_generate write FOLDER    writes sluice.conf.example and REFERENCE.md
//     sluice_generate check FOLDER    exit 1, and says which, when one differs
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "config/reference.hpp"

namespace {

using document = std::pair<std::string, std::string>;

std::vector<document> documents_in(const std::string& folder) {
  return {{folder + "/sluice.conf.example", sluice::config::print_example()},
          {folder + "/REFERENCE.md", sluice::config::print_reference()}};
}

int write(const std::vector<document>& all) {
  for (const auto& [path, text] : all) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text << std::flush;
    if (!file) {
      std::cerr << "sluice_generate: " << path << " cannot be written\n";
      return 1;
    }
  }
  return 0;
}

int check(const std::vector<document>& all) {
  int code = 0;
  for (const auto& [path, text] : all) {
    std::ifstream file(path, std::ios::binary);
    const std::string current{std::istreambuf_iterator<char>(file), {}};
    if (file.is_open() && current == text) continue;
    std::cerr << path << " differs from the table of options it is generated from; run: "
              << "cmake --build <build folder> --target generate\n";
    code = 1;
  }
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string verb = argc == 3 ? argv[1] : "";
  if (verb == "write") return write(documents_in(argv[2]));
  if (verb == "check") return check(documents_in(argv[2]));
  std::cerr << "usage: sluice_generate write|check FOLDER\n";
  return 2;
}
