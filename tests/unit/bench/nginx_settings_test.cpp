#include "bench/peers/nginx_settings.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "support/temporary_folder.hpp"

using namespace sluice::bench;

namespace {

std::vector<nginx_settings> read(const std::string& text) {
  const sluice::test::temporary_folder folder;
  std::ofstream(folder / "settings.conf") << text;
  return read_nginx_settings(folder / "settings.conf");
}

nginx_settings settings_of(const std::string& lines) {
  return read("[one]\n" + lines).front();
}

}  // namespace

TEST_CASE("A file of settings has a name and lines for blocks", "[bench]") {
  const auto all = read("# why\n[small pools]\n  http request_pool_size 2k;\n\n[none]\n");
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "small pools");
  REQUIRE(all[0].lines.size() == 1);
  CHECK(all[0].lines[0].block == "http");
  CHECK(all[0].lines[0].directive == "request_pool_size 2k;");
  CHECK(all[1].lines.empty());
}

TEST_CASE("A file of settings that cannot be read is refused", "[bench]") {
  CHECK_THROWS_AS(read_nginx_settings("/nowhere/settings.conf"), std::invalid_argument);
  CHECK_THROWS_AS(read("http sendfile on;\n"), std::invalid_argument);
  CHECK_THROWS_AS(read("[one]\nstream sendfile on;\n"), std::invalid_argument);
  CHECK_THROWS_AS(read("[one]\nhttp\n"), std::invalid_argument);
}

TEST_CASE("A directive takes the place of the same one of its block", "[bench]") {
  const nginx_settings one = settings_of("http access_log on.log;\nevents multi_accept on;\n");
  CHECK(with_settings("access_log off;\nsendfile on;\n", "http", one) ==
        "sendfile on;\naccess_log on.log;\n");
  CHECK(with_settings("access_log off;\n", "main", one) == "access_log off;\n");
}

TEST_CASE("A directive of a location stands in each that leads to the worker", "[bench]") {
  const std::string server =
      "location /a {\n  include fastcgi_params;\n  gzip off;\n  location /a/b {\n    gzip off;\n"
      "  }\n}\n";
  CHECK(with_location_settings(server, settings_of("location gzip on;\n")) ==
        "location /a {\n  include fastcgi_params;\ngzip on;\n\n  location /a/b {\n  }\n}\n");
  CHECK(
      with_location_settings(server, {}) ==
      "location /a {\n  include fastcgi_params;\n\n  gzip off;\n  location /a/b {\n    gzip off;\n"
      "  }\n}\n");
}

TEST_CASE("Variables of the environment are split at the first sign", "[bench]") {
  const auto found = settings_of("environment A=b=c\nenvironment D\n").environment();
  CHECK(found == std::vector<std::pair<std::string, std::string>>{{"A", "b=c"}, {"D", ""}});
}
