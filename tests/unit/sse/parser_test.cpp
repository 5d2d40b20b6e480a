#include "sse/parser.hpp"

#include <chrono>
#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/split.hpp"

using sluice::sse::message;
using sluice::sse::parser;
using sluice::test::at_every_split;
using sluice::test::split;
using sluice::test::split_sizes;

namespace {

// The case file writes bytes as printable ASCII, \n \r \t \\ and \xNN.
std::string unescape(const std::string& text) {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes += text[i];
      continue;
    }
    const char kind = text.at(++i);
    if (kind == 'x') {
      bytes += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      bytes += kind == 'n' ? '\n' : kind == 'r' ? '\r' : kind == 't' ? '\t' : kind;
    }
  }
  return bytes;
}

std::vector<message> read(parser& reader, const std::vector<std::string_view>& pieces) {
  std::vector<message> messages;
  for (const auto piece : pieces) {
    reader.feed(piece, [&](message what) { messages.push_back(std::move(what)); });
  }
  return messages;
}

nlohmann::json cases() {
  std::ifstream file(SLUICE_CASES_DIR "/event-stream-parse.json");
  return nlohmann::json::parse(file);
}

void check(const nlohmann::json& row, const std::vector<std::string_view>& pieces) {
  parser reader;
  const auto messages = read(reader, pieces);
  const auto& expected = row.at("expect");
  REQUIRE(messages.size() == expected.size());
  CHECK_FALSE(reader.is_over_limit());
  for (std::size_t i = 0; i < messages.size(); ++i) {
    CHECK(messages[i].type == expected[i].at("event").get<std::string>());
    CHECK(messages[i].data == expected[i].at("data").get<std::string>());
    CHECK(messages[i].last_event_id == expected[i].at("id").get<std::string>());
  }
  if (row.contains("retry")) {
    REQUIRE(reader.retry());
    CHECK(reader.retry()->count() == row.at("retry").get<long>());
  }
}

}  // namespace

TEST_CASE("Every case of the event stream table parses as a browser does") {
  const auto table = cases();
  REQUIRE(table.size() == 47);
  for (const auto& row : table) {
    INFO(row.at("name").get<std::string>());
    std::vector<std::string> chunks;
    std::string whole;
    for (const auto& chunk : row.at("chunks")) {
      chunks.push_back(unescape(chunk.get<std::string>()));
      whole += chunks.back();
    }
    check(row, {chunks.begin(), chunks.end()});
    at_every_split(whole, [&](const auto& pieces, std::size_t size) {
      INFO("split size " << size);
      check(row, pieces);
    });
  }
}

TEST_CASE("A line longer than the limit stops the parser, visibly") {
  const std::string exact = "data:" + std::string(95, 'x');
  for (const std::size_t size : split_sizes) {
    INFO("split size " << size);
    parser reader(100);
    CHECK(read(reader, split(exact + "\n\n", size)).size() == 1);
    CHECK_FALSE(reader.is_over_limit());
    CHECK(read(reader, split(exact + "y\n\ndata:late\n\n", size)).empty());
    CHECK(reader.is_over_limit());
    CHECK_FALSE(reader.feed("\n\ndata:later\n\n", {}));
  }
}

TEST_CASE("A stream without line ends takes no more memory than the limit") {
  parser reader(100);
  std::size_t taken = 0;
  while (taken < 1000 && reader.feed("x", {})) ++taken;
  CHECK(taken == 100);
}

TEST_CASE("Many short data lines cannot pass the limit of one event") {
  // Ten lines of ten bytes, and the nine line feeds between them.
  std::string event;
  for (int i = 0; i < 10; ++i) event += "data:0123456789\n";
  parser exact(109);
  CHECK(read(exact, {event, "\n"}).size() == 1);
  CHECK_FALSE(exact.is_over_limit());
  parser short_by_one(108);
  CHECK(read(short_by_one, {event, "\n"}).empty());
  CHECK(short_by_one.is_over_limit());
}

TEST_CASE("Bytes that grow when they are decoded keep to the limit") {
  for (const std::string name : {"data", "event", "id"}) {
    INFO(name);
    const std::string field = name + ":" + std::string(30, '\xFF') + "\n";
    parser exact(90);
    CHECK(exact.feed(field, {}));
    parser short_by_one(89);
    CHECK_FALSE(short_by_one.feed(field, {}));
    CHECK(read(short_by_one, {"\ndata:x\n\n"}).empty());
    CHECK(short_by_one.last_event_id().empty());
  }
}

TEST_CASE("The last event id of a block without data counts from the empty line on") {
  parser reader;
  CHECK(read(reader, {"id:7\n"}).empty());
  CHECK(reader.last_event_id().empty());
  CHECK(read(reader, {"\n"}).empty());
  CHECK(reader.last_event_id() == "7");
}

TEST_CASE("The id of an unfinished block is not kept") {
  parser reader;
  CHECK(read(reader, {"id:1\ndata:whole\n\n", "id:cut\ndata:lost\n"}).size() == 1);
  CHECK(reader.last_event_id() == "1");
}

TEST_CASE("A retry time that no number of milliseconds holds is ignored") {
  parser reader;
  CHECK(read(reader, {"retry:9223372036854775807\n"}).empty());
  CHECK(reader.retry() == std::chrono::milliseconds::max());
  CHECK(read(reader, {"retry:5\nretry:9223372036854775808\n"}).empty());
  CHECK(reader.retry() == std::chrono::milliseconds(5));
}

TEST_CASE("Comments are shown to who asks for them, in order, as they came") {
  const std::string stream = ":\r: beat\n:\xFF:\r\ndata:x\n:in a block\n\n:cut";
  const std::vector<std::string> expected = {"", " beat", "\xFF:", "in a block"};
  at_every_split(stream, [&](const auto& pieces, std::size_t size) {
    INFO("split size " << size);
    parser reader;
    std::vector<std::string> comments;
    std::size_t messages = 0;
    for (const auto piece : pieces) {
      reader.feed(
          piece, [&](const message&) { ++messages; },
          [&](std::string_view text) { comments.emplace_back(text); });
    }
    CHECK(comments == expected);
    CHECK(messages == 1);
  });
}

TEST_CASE("[C5] A megabyte of three-byte characters is read at every cut") {
  std::string data = "x";
  while (data.size() < 1024 * 1024) data += "\xE2\x86\x92";
  for (const std::size_t size : {std::size_t{1}, std::size_t{8192}, std::size_t{65535}}) {
    INFO("split size " << size);
    parser reader;
    const auto messages = read(reader, split("data:" + data + "\n\n", size));
    REQUIRE(messages.size() == 1);
    CHECK(messages[0].data == data);
  }
}
