#include "fcgi/assembler.hpp"

#include <string>
#include <utility>
#include <vector>

#include <catch2/catch.hpp>

#include "support/split.hpp"

using sluice::fcgi::assembler;
using occurrence = sluice::fcgi::assembler::occurrence;
using namespace std::string_literals;

namespace {

constexpr sluice::fcgi::size_limits limits{64 * 1024, 256 * 1024};
constexpr sluice::fcgi::size_limits small_limits{1000, 1000};

std::string record(int type, int id, const std::string& content, int padding = 0) {
  std::string bytes;
  for (const int byte : {1, type, id >> 8, id & 255, static_cast<int>(content.size() >> 8),
                         static_cast<int>(content.size() & 255), padding, 0}) {
    bytes += static_cast<char>(byte);
  }
  return bytes + content + std::string(static_cast<std::size_t>(padding), 'p');
}

const std::string begin_close = record(1, 1, "\0\1\0\0\0\0\0\0"s);
const std::string begin_keep = record(1, 1, "\0\1\1\0\0\0\0\0"s);
const std::string params_end = record(4, 1, "");
const std::string body_end = record(5, 1, "");
const std::string abort_1 = record(2, 1, "");

std::vector<occurrence> feed(assembler& to, std::string_view bytes,
                             const sluice::fcgi::size_limits& within = limits) {
  std::vector<occurrence> found;
  while (!bytes.empty()) {
    const auto what = to.take(bytes, within);
    if (what == occurrence::nothing) break;
    found.push_back(what);
    if (what == occurrence::broken || what == occurrence::params_too_large ||
        what == occurrence::body_too_large) {
      break;
    }
  }
  return found;
}

std::vector<occurrence> feed_split(assembler& to, std::string_view bytes, std::size_t size) {
  std::vector<occurrence> found;
  for (const auto piece : sluice::test::split(bytes, size)) {
    for (const auto what : feed(to, piece)) found.push_back(what);
  }
  return found;
}

}  // namespace

TEST_CASE("What comes of a connection's bytes does not depend on how they are cut") {
  struct row {
    std::string name;
    std::string bytes;
    std::vector<occurrence> expected;
  };
  const std::vector<row> rows = {
      {"a request without a body",
       begin_close + record(4, 1, "\1\1ab"s) + params_end + body_end,
       {occurrence::params_complete, occurrence::body_complete}},
      {"params and body in several padded records",
       begin_keep + record(4, 1, "\1\1a"s, 255) + record(4, 1, "b", 7) + params_end +
           record(5, 1, "topic=a&da", 3) + record(5, 1, "ta=hello") + body_end,
       {occurrence::params_complete, occurrence::body_complete}},
      {"an abort",
       begin_keep + params_end + abort_1,
       {occurrence::params_complete, occurrence::aborted}},
      {"an abort of another request is none of ours",
       begin_keep + params_end + record(2, 9, ""),
       {occurrence::params_complete}},
      {"an unknown role", record(1, 1, "\0\2\1\0\0\0\0\0"s), {occurrence::unknown_role}},
      {"a second request beside the first",
       begin_keep + record(1, 2, "\0\1\1\0\0\0\0\0"s),
       {occurrence::second_request}},
      {"the records of a refused second request are dropped",
       begin_keep + record(1, 2, "\0\1\1\0\0\0\0\0"s) + record(4, 2, "xx") + record(4, 2, "") +
           record(5, 2, "") + params_end,
       {occurrence::second_request, occurrence::params_complete}},
      {"a question for values",
       record(9, 0, "\17\0FCGI_MPXS_CONNS"s, 7),
       {occurrence::values_asked}},
      {"an unknown management record", record(77, 0, "abc"), {occurrence::unknown_type}},
      {"an unknown record of a request is dropped", begin_keep + record(77, 1, "abc"), {}},
      {"a record of version 0", "\0\1\0\1\0\10\0\0"s, {occurrence::broken}},
      {"text instead of records", "GET / HTTP/1.1\r\n\r\n", {occurrence::broken}},
      {"a BEGIN of nine bytes", record(1, 1, "\0\1\0\0\0\0\0\0\0"s), {occurrence::broken}},
      {"a BEGIN with the id 0", record(1, 0, "\0\1\0\0\0\0\0\0"s), {occurrence::broken}},
      {"the same request begun twice", begin_keep + begin_keep, {occurrence::broken}},
      {"STDIN before the end of PARAMS", begin_keep + body_end, {occurrence::broken}},
      {"PARAMS after their end",
       begin_keep + params_end + record(4, 1, "x"),
       {occurrence::params_complete, occurrence::broken}},
      {"half a header", begin_close.substr(0, 5), {}},
  };
  for (const auto& [name, bytes, expected] : rows) {
    for (const std::size_t size : sluice::test::split_sizes) {
      INFO(name << ", split size " << size);
      assembler taken;
      auto found = feed_split(taken, bytes, size);
      if (found.size() > expected.size()) found.resize(expected.size());  // broken stays broken
      CHECK(found == expected);
    }
  }
}

TEST_CASE("[F2] Params and body come together exactly, whatever their records") {
  std::string bytes = begin_keep;
  std::string params;
  for (int i = 0; i < 300; ++i) {
    const std::string byte(1, static_cast<char>(i));
    params += byte;
    bytes += record(4, 1, byte, 255);
  }
  bytes += params_end + record(5, 1, "topic=a&da") + record(5, 1, "ta=hello") + body_end;
  assembler taken;
  CHECK(feed(taken, bytes).size() == 2);
  CHECK(taken.params() == params);
  CHECK(taken.has_whole_body());
  CHECK(taken.keeps_connection());
  CHECK(taken.release_body() == "topic=a&data=hello");
}

TEST_CASE("[F2] Params above the limit are refused before they are stored") {
  assembler taken;
  const auto found = feed(
      taken, begin_keep + record(4, 1, std::string(600, 'x')) + record(4, 1, std::string(600, 'x')),
      small_limits);
  CHECK(found == std::vector{occurrence::params_too_large});
  CHECK(taken.params().size() == 600);
}

TEST_CASE("[F3] A body above the limit is refused before it is stored") {
  assembler taken;
  const auto found =
      feed(taken, begin_keep + params_end + record(5, 1, std::string(1001, 'x')), small_limits);
  CHECK(found == std::vector{occurrence::params_complete, occurrence::body_too_large});
  CHECK(taken.body().empty());
}

TEST_CASE("[F5] A kept connection serves one request after another, late records between them") {
  assembler taken;
  for (int i = 0; i < 3; ++i) {
    CHECK(feed(taken, begin_keep + params_end) == std::vector{occurrence::params_complete});
    CHECK(taken.is_active());
    taken.finish_request();
    CHECK_FALSE(taken.is_active());
    CHECK_FALSE(taken.has_whole_body());
    CHECK(feed(taken, record(5, 1, "late") + body_end + abort_1).empty());
    CHECK(taken.has_whole_body());
  }
}

TEST_CASE("A request that is answered early does not keep what still comes of its body") {
  assembler taken;
  feed(taken, begin_keep + params_end);
  CHECK(taken.release_body().empty());
  CHECK(feed(taken, record(5, 1, std::string(60000, 'x'))).empty());
  CHECK(taken.body().empty());
}
