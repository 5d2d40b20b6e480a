#include "bench/load/unframer.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using namespace sluice::bench;
using sluice::test::at_every_split;

namespace {

const std::string plain_head =
    "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/event-stream; charset=utf-8\r\n\r\n";
const std::string chunked_head =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string cgi_head = "Status: 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
const std::string events = "id: 1\ndata: one\n\n:\n\nid: 2\ndata: 0\r\n\r\n";

std::string chunk(const std::string& content, const std::string& size) {
  return size + "\r\n" + content + "\r\n";
}

// FastCGI 1.0, section 3.3: version, type, id, length, padding, reserved.
std::string padded_record(int type, const std::string& content, int padding) {
  std::string bytes{1, static_cast<char>(type), 0, 1};
  bytes += static_cast<char>(content.size() >> 8);
  bytes += static_cast<char>(content.size() & 0xff);
  bytes += static_cast<char>(padding);
  bytes += '\0';
  return bytes + content + std::string(static_cast<std::size_t>(padding), '\x06');
}

constexpr int output = 6;
constexpr int errors = 7;
const std::string end_request = padded_record(3, std::string(8, '\0'), 0);

struct row {
  const char* name;
  framing how;
  std::string bytes;
  std::string text;
  bool has_ended;
};

const std::vector<row> rows{
    {"a body without chunks", framing::http, plain_head + events, events, false},
    {"one chunk", framing::http, chunked_head + chunk(events, "25"), events, false},
    {"an event in two chunks, sizes in both cases", framing::http,
     chunked_head + chunk(events.substr(0, 10), "A") + chunk(events.substr(10, 11), "b") +
         chunk(events.substr(21), "0010"),
     events, false},
    {"a size with an extension", framing::http, chunked_head + chunk(events, "25;a=bad"), events,
     false},
    {"the last chunk", framing::http, chunked_head + chunk(events, "25") + "0\r\n\r\n", events,
     true},
    {"a record", framing::records, padded_record(output, cgi_head + events, 0), events, false},
    {"a head without a status is 200", framing::records,
     padded_record(output, "Content-Type: text/event-stream\r\n\r\n" + events, 0), events, false},
    {"records with padding of each length up to a header's", framing::records,
     padded_record(output, cgi_head, 1) + padded_record(output, events.substr(0, 1), 7) +
         padded_record(output, events.substr(1, 2), 8) +
         padded_record(output, events.substr(3), 255),
     events, false},
    {"a head in two records", framing::records,
     padded_record(output, cgi_head.substr(0, 20), 4) +
         padded_record(output, cgi_head.substr(20) + events, 0),
     events, false},
    {"errors between are no part of it", framing::records,
     padded_record(errors, "data: no\n", 3) + padded_record(output, cgi_head, 0) +
         padded_record(errors, "data: no\n", 0) + padded_record(output, events, 0),
     events, false},
    {"an empty record, with and without padding", framing::records,
     padded_record(output, cgi_head, 0) + padded_record(output, "", 0) +
         padded_record(output, "", 5) + padded_record(output, events, 0),
     events, false},
    {"END_REQUEST", framing::records, padded_record(output, cgi_head + events, 2) + end_request,
     events, true},
};

}  // namespace

TEST_CASE("A stream's text is the same at whatever places its bytes are split", "[bench]") {
  for (const row& each : rows) {
    INFO(each.name);
    at_every_split(each.bytes, [&](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      unframer reader(each.how);
      std::string text;
      for (const auto& piece : pieces) reader.take(piece, text);
      CHECK(text == each.text);
      CHECK(reader.has_begun());
      CHECK(reader.has_ended() == each.has_ended);
    });
  }
}

TEST_CASE("A stream has not begun before its head is whole", "[bench]") {
  unframer reader(framing::http);
  std::string text;
  reader.take(plain_head.substr(0, plain_head.size() - 1), text);
  CHECK_FALSE(reader.has_begun());
  reader.take("\n", text);
  CHECK(reader.has_begun());
  CHECK(text.empty());
}

TEST_CASE("An answer that is no stream is told by its first line", "[bench]") {
  struct refusal {
    framing how;
    std::string bytes;
    std::string words;
  };
  const std::vector<refusal> refusals{
      {framing::http, "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/event-stream\r\n\r\n",
       "not a stream: HTTP/1.1 502 Bad Gateway"},
      {framing::http, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
       "not a stream: HTTP/1.1 200 OK"},
      {framing::records,
       padded_record(output, "Status: 503 Busy\r\nContent-Type: text/event-stream\r\n\r\n", 1),
       "not a stream: Status: 503 Busy"},
  };
  for (const refusal& each : refusals) {
    INFO(each.words);
    at_every_split(each.bytes, [&](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      unframer reader(each.how);
      std::string text;
      const auto read = [&] {
        for (const auto& piece : pieces) reader.take(piece, text);
      };
      CHECK_THROWS_WITH(read(), each.words);
    });
  }
}

TEST_CASE("What breaks the framing is told", "[bench]") {
  const std::vector<std::pair<framing, std::string>> broken{
      {framing::http, chunked_head + "\r\n"},
      {framing::http, chunked_head + "zebra\r\n"},
      {framing::http, chunked_head + "100000000\r\n"},
      {framing::http, "HTTP/1.1 200 OK\r\n" + std::string(20000, 'x')},
      {framing::records, std::string(8, '\x02')},
  };
  for (const auto& [how, bytes] : broken) {
    INFO(bytes.substr(0, 120));
    at_every_split(bytes, [&, how = how](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      unframer reader(how);
      std::string text;
      const auto read = [&] {
        for (const auto& piece : pieces) reader.take(piece, text);
      };
      CHECK_THROWS_AS(read(), std::runtime_error);
    });
  }
}
