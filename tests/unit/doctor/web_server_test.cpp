#include "doctor/web_server.hpp"

#include <catch2/catch.hpp>

#include "doctor/figure.hpp"

using namespace std::chrono_literals;
using namespace sluice::doctor;

TEST_CASE("Web servers are known by what they call themselves") {
  CHECK(recognize_server("nginx/1.22.1") == web_server::nginx);
  CHECK(recognize_server("openresty") == web_server::nginx);
  CHECK(recognize_server("Apache/2.4.62 (Debian)") == web_server::apache);
  CHECK(recognize_server("Caddy/v2.6.2") == web_server::caddy);
  CHECK(recognize_server("lighttpd/1.4.69") == web_server::lighttpd);
  CHECK(recognize_server("HAProxy 2.6.12") == web_server::haproxy);
  CHECK(recognize_server("cloudflare") == web_server::unknown);
  CHECK(recognize_server("") == web_server::unknown);
  for (const web_server each : known_servers) CHECK(try_parse_server(name_of(each)) == each);
  CHECK_FALSE(try_parse_server("unknown").has_value());
}

TEST_CASE("Figures have a unit and no more digits than they are worth") {
  CHECK(time_text(40us) == "less than 0.1 ms");
  CHECK(time_text(400us) == "0.4 ms");
  CHECK(time_text(12400us) == "12 ms");
  CHECK(time_text(205ms) == "0.20 s");
  CHECK(time_text(60s) == "60.0 s");
  CHECK(bytes_text(820) == "820 bytes");
  CHECK(bytes_text(4096) == "4.0 KiB");
  CHECK(bytes_text(3 * 1024 * 1024 + 512 * 1024) == "3.5 MiB");
  CHECK(count_text(1, "frame") == "1 frame");
}
