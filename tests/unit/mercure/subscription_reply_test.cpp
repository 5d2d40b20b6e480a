#include "mercure/subscription_reply.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "http/head.hpp"
#include "http/version.hpp"

using sluice::request;
using sluice::http::answer_part;
using sluice::http::encode_reply;
using sluice::http::has_version;
using sluice::mercure::document_reply;
using sluice::mercure::entity_tag;
using sluice::mercure::not_modified;

namespace {

request asking(const std::string& if_none_match) {
  return request({{"REQUEST_METHOD", "GET"}, {"HTTP_IF_NONE_MATCH", if_none_match}}, "");
}

}  // namespace

TEST_CASE("A document says its version and where to listen from here on") {
  CHECK(encode_reply(document_reply("{}", "/.well-known/mercure", "urn:uuid:9"),
                     answer_part::whole) ==
        "Status: 200 OK\r\n"
        "Content-Type: application/ld+json\r\n"
        "ETag: \"urn%3Auuid%3A9\"\r\n"
        "Cache-Control: private, no-cache\r\n"
        "Link: </.well-known/mercure>; rel=\"mercure\"; last-event-id=\"urn:uuid:9\"\r\n"
        "Content-Length: 2\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n"
        "{}");
}

TEST_CASE("A client that holds the version gets the head alone") {
  CHECK(encode_reply(not_modified("/.well-known/mercure", ""), answer_part::whole) ==
        "Status: 304 Not Modified\r\n"
        "ETag: \"earliest\"\r\n"
        "Cache-Control: private, no-cache\r\n"
        "Link: </.well-known/mercure>; rel=\"mercure\"; last-event-id=\"earliest\"\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "\r\n");
}

TEST_CASE("No id ends a tag or the list it stands in, and each has a tag of its own") {
  CHECK(entity_tag("") == "\"earliest\"");
  CHECK(entity_tag("a\", \"b") == "\"a%22%2C%20%22b\"");
  CHECK(entity_tag("a%22") == "\"a%2522\"");
  CHECK(entity_tag("a\"") == "\"a%22\"");
}

TEST_CASE("If-None-Match is a list of tags, weak or not, or anything") {
  struct row {
    std::string value;
    bool expected;
  };
  const std::vector<row> rows = {
      {"\"u9\"", true},
      {"W/\"u9\"", true},
      {"\"u8\", \"u9\"", true},
      {"\"u8\",W/\"u9\"", true},
      {" \t\"u9\" ", true},
      {"*", true},
      {"", false},
      {"\"u8\"", false},
      {"\"U9\"", false},
      {"u9", false},
      {"\"u9", false},
      {"\"u99\"", false},
      {",,", false},
      {"w/\"u9\"", false},
  };
  for (const auto& [value, expected] : rows) {
    CAPTURE(value);
    CHECK(has_version(asking(value), entity_tag("u9")) == expected);
  }
  CHECK_FALSE(has_version(request({{"REQUEST_METHOD", "GET"}}, ""), entity_tag("u9")));
}
