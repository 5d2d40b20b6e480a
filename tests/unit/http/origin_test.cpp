#include "http/origin.hpp"

#include <optional>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::errc;
using sluice::request;
using sluice::http::origin;
using sluice::http::origin_list;
using sluice::http::origin_match;
using sluice::http::source_origin;

namespace {

std::string normal(std::optional<origin> parsed) {
  return parsed ? parsed->text() : "(none)";
}

origin_list list_of(const std::vector<std::string>& entries) {
  return origin_list::try_parse(entries).value();
}

}  // namespace

TEST_CASE("An origin is parsed and brought to its normal form") {
  struct row {
    std::string text;
    std::string normal;
  };
  const std::vector<row> rows = {
      {"https://example.com", "https://example.com"},
      {"HTTPS://Example.COM", "https://example.com"},
      {"https://example.com:443", "https://example.com"},
      {"http://example.com:80", "http://example.com"},
      {"http://example.com:443", "http://example.com:443"},
      {"https://example.com:0443", "https://example.com"},
      {"https://example.com:8443", "https://example.com:8443"},
      {"http://localhost:65535", "http://localhost:65535"},
      {"http://[::1]:8080", "http://[::1]:8080"},
      {"http://[2001:DB8::1]", "http://[2001:db8::1]"},
      {"http://192.0.2.7", "http://192.0.2.7"},
      {"https://xn--caf-dma.example", "https://xn--caf-dma.example"},
      {"https://under_score.example", "https://under_score.example"},
      {"https://example.com.", "https://example.com."},
      {"capacitor://localhost", "capacitor://localhost"},
      {"moz-extension://0a1b-2c", "moz-extension://0a1b-2c"},
      {"", "(none)"},
      {"null", "(none)"},
      {"*", "(none)"},
      {"example.com", "(none)"},
      {"https://", "(none)"},
      {"://example.com", "(none)"},
      {"1http://example.com", "(none)"},
      {"ht tp://example.com", "(none)"},
      {"ht*p://example.com", "(none)"},
      {"h2+x.y-z://example.com", "h2+x.y-z://example.com"},
      {"https://example.com/", "(none)"},
      {"https://example.com/path", "(none)"},
      {"https://example.com?", "(none)"},
      {"https://example.com#", "(none)"},
      {"https://user@example.com", "(none)"},
      {"https://user:1@example.com", "(none)"},
      {"https://example.com:", "(none)"},
      {"https://example.com:65536", "(none)"},
      {"https://example.com:-1", "(none)"},
      {"https://example.com:8x", "(none)"},
      {"https://a.example https://b.example", "(none)"},
      {"https://a.example,https://b.example", "(none)"},
      {" https://example.com", "(none)"},
      {"https://.example.com", "(none)"},
      {"https://a..example.com", "(none)"},
      {"https://*.example.com", "(none)"},
      {"https://caf\xC3\xA9.example", "(none)"},
      {"https://a\\b", "(none)"},
      {std::string("https://a\0b", 11), "(none)"},
      {"https://a\r\nb", "(none)"},
      {"http://[", "(none)"},
      {"http://[]", "(none)"},
      {"http://[::1", "(none)"},
      {"http://[::1]x", "(none)"},
      {"http://[::1]x:80", "(none)"},
      {"http://[g::1]", "(none)"},
  };
  for (const auto& [text, expected] : rows) {
    CAPTURE(text);
    CHECK(normal(origin::try_parse(text)) == expected);
  }
}

TEST_CASE("The origin of a URL is what stands before its path, query or fragment") {
  CHECK(normal(origin::try_parse_url("https://Example.com:443/a?b#c")) == "https://example.com");
  CHECK(normal(origin::try_parse_url("https://example.com")) == "https://example.com");
  CHECK(normal(origin::try_parse_url("https://example.com?x=/")) == "https://example.com");
  CHECK(normal(origin::try_parse_url("https://example.com#/")) == "https://example.com");
  CHECK(normal(origin::try_parse_url("https://a.example@b.example/")) == "(none)");
  CHECK(normal(origin::try_parse_url("/path")) == "(none)");
  CHECK(normal(origin::try_parse_url("about:blank")) == "(none)");
  CHECK(normal(origin::try_parse_url("")) == "(none)");
}

TEST_CASE("A request comes from its Origin, else from its Referer's, and null is no origin") {
  const auto source = [](sluice::fields variables) {
    return normal(source_origin(request(std::move(variables), "")));
  };
  CHECK(source({{"HTTP_ORIGIN", "https://a.example"}, {"HTTP_REFERER", "https://b.example/x"}}) ==
        "https://a.example");
  CHECK(source({{"HTTP_REFERER", "https://b.example/x?y"}}) == "https://b.example");
  CHECK(source({{"HTTP_ORIGIN", "null"}, {"HTTP_REFERER", "https://b.example/x"}}) == "(none)");
  CHECK(source({{"HTTP_ORIGIN", ""}, {"HTTP_REFERER", "https://b.example/x"}}) == "(none)");
  CHECK(source({}) == "(none)");
}

TEST_CASE("[C3] A list allows exact origins, hosts below a wildcard, and any by a star alone") {
  struct row {
    std::vector<std::string> entries;
    std::string text;
    origin_match match;
  };
  const auto none = origin_match::none;
  const auto any = origin_match::any;
  const auto listed = origin_match::listed;
  const std::vector<row> rows = {
      {{}, "https://a.example", none},
      {{"https://a.example"}, "https://a.example", listed},
      {{"HTTPS://A.example:443"}, "https://a.EXAMPLE", listed},
      {{"https://a.example"}, "http://a.example", none},
      {{"https://a.example"}, "https://a.example:8443", none},
      {{"https://a.example"}, "https://b.a.example", none},
      {{"https://a.example"}, "https://a.example.evil", none},
      {{"https://a.example"}, "https://a.example/", none},
      {{"https://a.example"}, "null", none},
      {{"https://a.example"}, "", none},
      {{"https://b.example", "https://a.example"}, "https://a.example", listed},
      {{"https://*.a.example"}, "https://b.a.example", listed},
      {{"https://*.a.example"}, "https://c.b.a.example", listed},
      {{"https://*.A.example:8443"}, "https://b.a.example:8443", listed},
      {{"https://*.a.example"}, "https://a.example", none},
      {{"https://*.a.example"}, "https://.a.example", none},
      {{"https://*.a.example"}, "https://eviLa.example", none},
      {{"https://*.a.example"}, "http://b.a.example", none},
      {{"https://*.a.example"}, "https://b.a.example:8443", none},
      {{"https://*.a.example"}, "https://b.a.example.evil", none},
      {{"*"}, "https://a.example", any},
      {{"*"}, "null", any},
      {{"*"}, "nonsense", any},
      {{"*", "https://a.example"}, "https://a.example", listed},
      {{"*", "https://a.example"}, "https://b.example", any},
  };
  for (const auto& [entries, text, match] : rows) {
    CAPTURE(entries, text);
    CHECK(list_of(entries).match(text) == match);
  }
}

TEST_CASE("A list is empty only when it allows nothing") {
  CHECK(origin_list().is_empty());
  CHECK(list_of({}).is_empty());
  CHECK_FALSE(list_of({"*"}).is_empty());
  CHECK_FALSE(list_of({"https://a.example"}).is_empty());
  CHECK_FALSE(list_of({"https://*.a.example"}).is_empty());
}

TEST_CASE("An entry that is no origin is refused and quoted") {
  for (const char* const entry :
       {"", "null", "a.example", "*.a.example", "https://*", "https://*.", "https://*a.example",
        "https://a.*.example", "https://*.*.example", "https://a.example/", "https://a.example:*",
        "http*://a.example", "**"}) {
    const auto parsed = origin_list::try_parse({"https://fine.example", entry});
    CAPTURE(entry);
    REQUIRE(parsed.has_error());
    CHECK(parsed.error().code == errc::option_invalid);
  }
  CHECK(origin_list::try_parse({"https://a.example/x"}).error().detail ==
        "\"https://a.example/x\" is not an origin; write scheme://host, scheme://host:port, "
        "scheme://*.host or *, without a path");
}
