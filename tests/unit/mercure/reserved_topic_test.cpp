#include "mercure/reserved_topic.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "mercure/name.hpp"

using sluice::mercure::default_hub_path;
using sluice::mercure::is_reserved_topic;

TEST_CASE("A topic whose path is the hub's or below it is reserved") {
  for (const char* const topic : {
           "/.well-known/mercure",
           "/.well-known/mercure/",
           "/.well-known/mercure/subscriptions/a/b",
           "/.well-known/mercure?topic=a",
           "/.well-known/mercure#a",
           "https://example.com/.well-known/mercure",
           "http://user:pass@example.com:8080/.well-known/mercure/subscriptions",
           "HTTPS://EXAMPLE.COM/.well-known/mercure",
           "https:///example.com/.well-known/mercure",
           "https:example.com/.well-known/mercure",
           "https:/example.com/.well-known/mercure",
           "https:/.well-known/mercure",
           "//example.com/.well-known/mercure",
           "///example.com/.well-known/mercure",
           "foo://bar/.well-known/mercure",
           "foo:///.well-known/mercure",
           "foo:/.well-known/mercure",
           "file:///.well-known/mercure",
           "file://host/.well-known/mercure",
           "file:/.well-known/mercure",
           // Dot segments, encoded or not.
           "/x/../.well-known/mercure",
           "/./.well-known/./mercure",
           "/../../.well-known/mercure",
           "/.well-known/x/%2e%2E/mercure",
           "/.well-known/mercure/x/..",
           "/.well-known/mercure/../mercure",
           "https://example.com/a/.%2e/.well-known/mercure/b",
           // What needs no encoding may be encoded.
           "/%2Ewell-known/mercure",
           "/.well%2dknown/%6Dercure",
           "/.well-known/%6d%65%72%63%75%72%65/x",
           // A backslash is a slash where the scheme is special.
           "\\.well-known\\mercure",
           "/.well-known\\mercure\\x",
           "https:\\\\example.com\\.well-known\\mercure",
           // Parsers strip blanks.
           "  /.well-known/mercure",
           "/.well-known/mercure ",
       }) {
    CAPTURE(topic);
    CHECK(is_reserved_topic(topic, default_hub_path));
  }
}

TEST_CASE("A topic that only looks like the hub's is free") {
  for (const char* const topic : {
           "/",
           "/.well-known",
           "/.well-known/",
           "/.well-known/mercury",
           "/.well-known/mercure2",
           "/.well-known/mercure%2Fsubscriptions",
           "/.well-known%2Fmercure",
           "/.well-known//mercure",
           "/.well-known/mercure/..",
           "/.well-known/mercure/../x",
           "/.WELL-KNOWN/MERCURE",
           "/a/.well-known/mercure",
           "/?x=/.well-known/mercure",
           "/#/.well-known/mercure",
           "/%2525/.well-known/mercure",
           "//.well-known/mercure",
           "https://example.com",
           "https://example.com/",
           "https://example.com?/.well-known/mercure",
           "https://.well-known/mercure",
           "https:///.well-known/mercure",
           "foo://x\\.well-known\\mercure",
           "https://example.com/?u=https://example.com/.well-known/mercure",
           "urn:uuid:0194a7a0-0000-7000-8000-000000000000",
           "mailto:a@example.com/.well-known/mercure",
           // Plain strings, which draft 07 resolves nowhere.
           "",
           "*",
           "#general",
           "?a",
           "mercure",
           "mercure/subscriptions",
           ".well-known/mercure",
           "../.well-known/mercure",
           "1:/.well-known/mercure",
           ":/.well-known/mercure",
           "%2F.well-known/mercure",
       }) {
    CAPTURE(topic);
    CHECK_FALSE(is_reserved_topic(topic, default_hub_path));
  }
}

TEST_CASE("The reserved topics move with the hub") {
  CHECK(is_reserved_topic("https://example.com/sluice/hub/x", "/sluice/hub"));
  CHECK(is_reserved_topic("/sluice/h%75b", "/sluice/%68ub"));
  CHECK_FALSE(is_reserved_topic("/.well-known/mercure", "/sluice/hub"));
  CHECK_FALSE(is_reserved_topic("/sluice", "/sluice/hub"));
}
