#include "fcgi/record.hpp"

#include <string>

#include <catch2/catch.hpp>

using namespace std::string_literals;
using namespace sluice::fcgi;

TEST_CASE("[C5] STDOUT is cut into records of at most 65,535 bytes, none of them empty") {
  std::string out;
  append_stdout(out, 1, std::string(65535 + 2, 'x'));
  REQUIRE(out.size() == 2 * header_bytes + 65537);
  CHECK(out.substr(0, 8) == "\1\6\0\1\xFF\xFF\0\0"s);
  CHECK(out.substr(8 + 65535) == "\1\6\0\1\0\2\0\0xx"s);
  out.clear();
  append_stdout(out, 1, "");
  CHECK(out.empty());
}

TEST_CASE("A response ends with an empty STDOUT and END_REQUEST, byte for byte") {
  std::string out;
  append_end(out, 258);
  CHECK(out == "\1\6\1\2\0\0\0\0"s + "\1\3\1\2\0\10\0\0"s + "\0\0\0\0\0\0\0\0"s);
  out.clear();
  append_end_request(out, 1, protocol_status::unknown_role);
  CHECK(out == "\1\3\0\1\0\10\0\0\0\0\0\0\3\0\0\0"s);
}

TEST_CASE("GET_VALUES is answered with the names that are known, and no others") {
  std::string asked;
  append_pair(asked, "FCGI_MPXS_CONNS", "");
  append_pair(asked, "FCGI_MAX_CONNS", "");
  append_pair(asked, "FCGI_OTHER", "");
  std::string out;
  append_values(out, asked, 968);
  CHECK(out == "\1\12\0\0\0\45\0\0"s + "\17\1FCGI_MPXS_CONNS0"s + "\16\3FCGI_MAX_CONNS968"s);
}

TEST_CASE("[F2] Pairs whose lengths lie are found before anything is allocated for them") {
  struct row {
    std::string content;
    bool is_whole;
  };
  const row rows[] = {
      {"", true},
      {"\16\3REQUEST_METHODGET"s, true},
      {"\x80\0\0\177\0"s + std::string(127, 'n'), true},
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF"s, false},
      {"\x7F\xFF\xFF\xFF\0"s, false},
      {"\5\0abc"s, false},
      {"\1"s, false},
      {"\x80\0\0"s, false},
      {"\1\1ab\1"s, false},
  };
  for (const auto& [content, is_whole] : rows) CHECK(is_whole_pairs(content) == is_whole);
}

TEST_CASE("Names and values of 128 bytes and more take four length bytes") {
  std::string out;
  append_pair(out, "n", std::string(128, 'v'));
  CHECK(out == "\1\x80\0\0\x80n"s + std::string(128, 'v'));
  CHECK(is_whole_pairs(out));
}
