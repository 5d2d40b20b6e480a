#include "cli/event_text.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::cli::event_format;
using sluice::cli::event_text;
using sluice::sse::message;

TEST_CASE("An event is its data, or an object a line") {
  const message what{"alert", "1\n2 \"\xC3\xA9\"", "from the stream"};
  CHECK(event_text(what, "7", event_format::plain) == "1\n2 \"\xC3\xA9\"\n");
  CHECK(event_text(what, "7", event_format::json) ==
        "{\"id\":\"7\",\"type\":\"alert\",\"data\":\"1\\n2 \\\"\xC3\xA9\\\"\"}\n");
  CHECK(event_text({}, "", event_format::json) ==
        "{\"id\":\"\",\"type\":\"message\",\"data\":\"\"}\n");
}
