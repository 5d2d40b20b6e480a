#include "bench/load/answer_reader.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using namespace sluice::bench;
using sluice::test::at_every_split;

namespace {

const std::string identity = "HTTP/1.1 201 Created\r\nContent-Length: 12\r\n\r\n\r\n\r\nHTTP/1.1";
const std::string chunked =
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    "5\r\nhello\r\nA\r\n\r\n0\r\n\r\nabc\r\n0\r\n\r\n";
const std::string empty_chunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
const std::string without_body = "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n";

struct row {
  const char* name;
  answer_form form;
  std::string bytes;
  std::size_t count;
};

const std::vector<row> rows{
    {"a length", answer_form::http, identity, 1},
    {"chunks, one of which holds what looks like the last", answer_form::http, chunked, 1},
    {"no chunk but the last", answer_form::http, empty_chunks, 1},
    {"no body", answer_form::http, without_body, 1},
    {"one behind the other", answer_form::http,
     identity + chunked + without_body + empty_chunks + identity, 5},
    {"the last one is not whole", answer_form::http,
     chunked + identity.substr(0, identity.size() - 1), 1},
    {"the end of the last chunk is missing", answer_form::http,
     identity + chunked.substr(0, chunked.size() - 2), 1},
    {"lines", answer_form::lines, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{}\n{\"id\"", 3},
};

}  // namespace

TEST_CASE("Answers to publishing are counted at whatever places they are split", "[bench]") {
  for (const row& each : rows) {
    INFO(each.name);
    at_every_split(each.bytes, [&](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      answer_reader reader(each.form);
      std::size_t count = 0;
      for (const auto& piece : pieces) count += reader.take(piece);
      CHECK(count == each.count);
    });
  }
}

TEST_CASE("An answer that is no success is told with its words", "[bench]") {
  struct refusal {
    answer_form form;
    std::string bytes;
    std::string words;
  };
  const std::vector<refusal> refusals{
      {answer_form::http, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
       "a publish was answered HTTP/1.1 403 Forbidden"},
      {answer_form::http, identity + "HTTP/1.1 502 Bad Gateway\r\n\r\n",
       "a publish was answered HTTP/1.1 502 Bad Gateway"},
      {answer_form::lines, "{\"id\":\"a\"}\n{\"error\":\"too large\"}\n",
       "a publish was answered {\"error\":\"too large\"}"},
  };
  for (const refusal& each : refusals) {
    INFO(each.words);
    at_every_split(each.bytes, [&](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      answer_reader reader(each.form);
      const auto read = [&] {
        for (const auto& piece : pieces) reader.take(piece);
      };
      CHECK_THROWS_WITH(read(), each.words);
    });
  }
}

TEST_CASE("A body whose chunks have no size is no answer", "[bench]") {
  answer_reader reader(answer_form::http);
  CHECK_THROWS_AS(reader.take("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello\r\n"),
                  std::runtime_error);
}
