#include "mercure/gap_event.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

using sluice::mercure::gap_event;
using sluice::mercure::gap_follows;
using sluice::mercure::gap_reason;

TEST_CASE("[H1] A gap is an event with the id asked for, why, and what follows") {
  struct row {
    std::string asked;
    gap_reason reason;
    gap_follows follows;
    std::string data;
  };
  const std::vector<row> rows = {
      {"nope", gap_reason::unknown, gap_follows::oldest,
       R"({"asked":"nope","reason":"unknown","follows":"oldest"})"},
      {"urn:uuid:0194a7a0-0000-7000-8000-000000000000", gap_reason::evicted, gap_follows::live,
       R"({"asked":"urn:uuid:0194a7a0-0000-7000-8000-000000000000",)"
       R"("reason":"evicted","follows":"live"})"},
      {"", gap_reason::lost, gap_follows::live, R"({"asked":"","reason":"lost","follows":"live"})"},
      {"a\"b\\c\r\nid: 9\n\ndata: x", gap_reason::unknown, gap_follows::live,
       R"({"asked":"a\"b\\c\r\nid: 9\n\ndata: x","reason":"unknown","follows":"live"})"},
      {"é→🎉", gap_reason::unknown, gap_follows::live,
       R"({"asked":"é→🎉","reason":"unknown","follows":"live"})"},
  };
  for (const auto& [asked, reason, follows, data] : rows) {
    CAPTURE(asked);
    const sluice::event made = gap_event(asked, reason, follows);
    CHECK(made == sluice::event(data).type("gap"));
    CHECK(made.data()->find('\n') == std::string::npos);
  }
}

TEST_CASE("[H1] A gap does not move the place the browser comes back to") {
  const sluice::event made = gap_event("a", gap_reason::unknown, gap_follows::oldest);
  CHECK_FALSE(made.id().has_value());
  CHECK_FALSE(made.retry().has_value());
}

TEST_CASE("A gap quotes bytes that are not UTF-8 as replacement characters") {
  CHECK(gap_event("a\xFF", gap_reason::unknown, gap_follows::live).data() ==
        "{\"asked\":\"a\xEF\xBF\xBD\",\"reason\":\"unknown\",\"follows\":\"live\"}");
}
