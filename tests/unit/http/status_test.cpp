#include "http/status.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::http::allows_body;
using sluice::http::reason_phrase;

TEST_CASE("Phrases are those of the registry") {
  CHECK(reason_phrase(200) == "OK");
  CHECK(reason_phrase(204) == "No Content");
  CHECK(reason_phrase(401) == "Unauthorized");
  CHECK(reason_phrase(413) == "Content Too Large");
  CHECK(reason_phrase(422) == "Unprocessable Content");
  CHECK(reason_phrase(431) == "Request Header Fields Too Large");
  CHECK(reason_phrase(503) == "Service Unavailable");
  CHECK(reason_phrase(505) == "HTTP Version Not Supported");
  CHECK(reason_phrase(418) == "Unassigned");
  CHECK(reason_phrase(0) == "Unassigned");
}

TEST_CASE("Three statuses allow no body") {
  std::string without;
  for (int status = sluice::http::lowest_status; status <= sluice::http::highest_status; ++status) {
    if (!allows_body(status)) without += std::to_string(status) + " ";
  }
  CHECK(without == "204 205 304 ");
}
