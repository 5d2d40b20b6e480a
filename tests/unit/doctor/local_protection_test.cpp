// No text of the doctor advises to switch a protection off.
#include <cctype>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch.hpp>

namespace {

// Without the quotes between the parts of a literal, and in small letters.
std::string joined(const std::string& source) {
  std::string text;
  for (std::size_t at = 0; at < source.size(); ++at) {
    const std::size_t next = source.find_first_not_of(" \n", at + 1);
    if (source[at] == '"' && next != source.npos && source[next] == '"') {
      at = next;
    } else {
      text += static_cast<char>(std::tolower(static_cast<unsigned char>(source[at])));
    }
  }
  return text;
}

std::string texts_of_room() {
  std::ostringstream all;
  const auto room = std::filesystem::path(SLUICE_CASES_DIR) / "../../src/doctor";
  for (const auto& each : std::filesystem::directory_iterator(room)) {
    if (each.path().extension() == ".cpp") all << std::ifstream(each.path()).rdbuf();
  }
  return joined(all.str());
}

}  // namespace

TEST_CASE("No advice switches SELinux, AppArmor, PrivateTmp, modes or certificates off", "[O4]") {
  const std::string texts = texts_of_room();
  // What must be there, so that the search is known to see the advice.
  REQUIRE(texts.find("audit2allow -m ") != std::string::npos);
  REQUIRE(texts.find("semanage fcontext -a -t httpd_var_run_t") != std::string::npos);
  REQUIRE(texts.find("/etc/apparmor.d/local/") != std::string::npos);
  const std::string banned =
      GENERATE("setenforce", "selinux=", "permissive -a", "aa-disable", "aa-complain",
               "aa-teardown", "aa-unconfined", "apparmor=0", "stop apparmor", "disable apparmor",
               "flags=(complain)", "unconfined_t", "semodule -d", "setsebool", "dontaudit",
               "privatetmp=no", "privatetmp=false", "privatetmp=off", "chmod 777", "chmod 0777",
               "chmod -r", "chmod a+", "o+rw", "0666`", "socket-mode = 0666", "socketmode=0666",
               "user root", "user=root", "-ag root", "--insecure", "verify none", "ssl_verify off");
  CAPTURE(banned);
  CHECK(texts.find(banned) == std::string::npos);
}
