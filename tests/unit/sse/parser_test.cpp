#include "sse/parser.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/split.hpp"

using sluice::sse::message;
using sluice::sse::parser;
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
    for (const std::size_t size : split_sizes) {
      INFO("split size " << size);
      check(row, split(whole, size));
    }
  }
}

TEST_CASE("A line longer than the limit stops the parser, visibly") {
  parser reader(100);
  const std::string line = "data:" + std::string(200, 'x');
  std::size_t messages = 0;
  CHECK_FALSE(reader.feed(line, [&](const message&) { ++messages; }));
  CHECK(reader.is_over_limit());
  CHECK_FALSE(reader.feed("\n\ndata:y\n\n", [&](const message&) { ++messages; }));
  CHECK(messages == 0);
}

TEST_CASE("Many short data lines cannot pass the limit of one event") {
  parser reader(100);
  bool goes_on = true;
  for (int i = 0; i < 100 && goes_on; ++i) goes_on = reader.feed("data:0123456789\n", {});
  CHECK(reader.is_over_limit());
}

TEST_CASE("The last event id of a block without data counts from the empty line on") {
  parser reader;
  CHECK(read(reader, {"id:7\n"}).empty());
  CHECK(reader.last_event_id().empty());
  CHECK(read(reader, {"\n"}).empty());
  CHECK(reader.last_event_id() == "7");
}
