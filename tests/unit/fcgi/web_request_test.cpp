#include "fcgi/web_request.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "fcgi/assembler.hpp"
#include "support/fcgi_record.hpp"

using namespace std::string_literals;
using sluice::fcgi::encode;
using sluice::fcgi::web_request;
using namespace sluice::test;

TEST_CASE("A stream's request is encoded to the byte") {
  web_request asked;
  asked.target = "/.well-known/mercure?topic=a%20b";
  asked.headers = {{"Accept", "text/event-stream"}, {"Last-Event-ID", "urn:1"}};
  const std::string pairs =
      pair_bytes("GATEWAY_INTERFACE", "CGI/1.1") + pair_bytes("SERVER_PROTOCOL", "HTTP/1.1") +
      pair_bytes("REQUEST_METHOD", "GET") +
      pair_bytes("REQUEST_URI", "/.well-known/mercure?topic=a%20b") +
      pair_bytes("SCRIPT_NAME", "/.well-known/mercure") +
      pair_bytes("QUERY_STRING", "topic=a%20b") + pair_bytes("REMOTE_ADDR", "127.0.0.1") +
      pair_bytes("HTTP_ACCEPT", "text/event-stream") + pair_bytes("HTTP_LAST_EVENT_ID", "urn:1");
  CHECK(encode(asked) ==
        begin_bytes(1, after_request::close) + record_bytes(record_type::params, 1, pairs) +
            record_bytes(record_type::params, 1, "") + record_bytes(record_type::input, 1, ""));
}

TEST_CASE("A form is sent with its length and type") {
  web_request asked;
  asked.method = "POST";
  asked.body = "topic=a";
  asked.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const std::string bytes = encode(asked);
  CHECK_THAT(bytes, Catch::Contains(pair_bytes("CONTENT_LENGTH", "7")));
  CHECK_THAT(bytes,
             Catch::Contains(pair_bytes("CONTENT_TYPE", "application/x-www-form-urlencoded")));
  CHECK(bytes.ends_with(record_bytes(record_type::input, 1, "topic=a") +
                        record_bytes(record_type::input, 1, "")));
}

TEST_CASE("A request larger than a record is cut into several") {
  web_request asked;
  asked.body = std::string(65535 + 10, 'x');
  asked.headers = {{"Authorization", std::string(70'000, 'y')}};
  const std::string bytes = encode(asked);
  CHECK(bytes.ends_with(record_bytes(record_type::input, 1, std::string(65535, 'x')) +
                        record_bytes(record_type::input, 1, std::string(10, 'x')) +
                        record_bytes(record_type::input, 1, "")));
  // As the worker reads it.
  const sluice::fcgi::size_limits limits{128 * 1024, 128 * 1024};
  sluice::fcgi::assembler worker;
  using occurrence = sluice::fcgi::assembler::occurrence;
  std::string_view rest = bytes;
  CHECK(worker.take(rest, limits) == occurrence::params_complete);
  CHECK(worker.take(rest, limits) == occurrence::body_complete);
  CHECK(rest.empty());
}
