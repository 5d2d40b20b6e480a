#include "fcgi/web_response.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "support/fcgi_record.hpp"
#include "support/split.hpp"

using namespace std::string_literals;
using sluice::fcgi::web_response;
using state = sluice::fcgi::web_response::state;
using namespace sluice::test;

namespace {

std::string output(const std::string& content, std::size_t padding_bytes = 0) {
  return record_bytes(record_type::output, 1, content, padding_bytes);
}

std::string end_of(char protocol_status = 0) {
  return record_bytes(record_type::end, 1, "\0\0\0\0"s + protocol_status + "\0\0\0"s);
}

struct read_answer {
  state last = state::head;
  int status = 0;
  std::string body;
  std::string trouble;

  friend bool operator==(const read_answer&, const read_answer&) = default;
};

std::ostream& operator<<(std::ostream& to, const read_answer& what) {
  return to << static_cast<int>(what.last) << ' ' << what.status << ' ' << what.body << " ("
            << what.trouble << ')';
}

template <class Pieces>
read_answer read(const Pieces& pieces) {
  web_response answer;
  std::string body;
  for (const auto piece : pieces) answer.feed(piece, [&](std::string_view part) { body += part; });
  return {answer.now(), answer.status(), body, answer.trouble()};
}

}  // namespace

TEST_CASE("What comes of a worker's records does not depend on how they are cut") {
  struct row {
    std::string name;
    std::string bytes;
    read_answer expected;
  };
  const std::string head = "Status: 404 Not Found\r\nContent-Type: text/plain\r\n\r\n";
  const std::vector<row> rows = {
      {"a short answer",
       output(head + "No.\n") + output("") + end_of(),
       {state::ended, 404, "No.\n", ""}},
      {"head and body in several padded records",
       output("Status: 2", 7) + output("00 OK\r\n\r", 255) + output("\n") + output("ab", 3) +
           output("c") + output("") + end_of(),
       {state::ended, 200, "abc", ""}},
      {"a stream that goes on",
       output("\r\n\r\n") + output("data: 1\n\n"),
       {state::body, 200, "data: 1\n\n", ""}},
      {"lines that end with LF alone",
       output("Status: 503 Busy\nRetry-After: 5\n\nbody") + end_of(),
       {state::ended, 503, "body", ""}},
      {"no status is 200",
       output("Content-Type: text/plain\r\n\r\nx") + end_of(),
       {state::ended, 200, "x", ""}},
      {"what comes after the end",
       output(head) + end_of() + output("more"),
       {state::ended, 404, "", ""}},
      {"records of another request",
       record_bytes(record_type::output, 2, "x\r\n") +
           record_bytes(record_type::end, 2, "\0\0\0\0\0\0\0\0"s) + output(head),
       {state::body, 404, "", ""}},
      {"an end before the head",
       output("Status: 200") + end_of(),
       {state::broken, 200, "", "the worker ended its answer before the head"}},
      {"an overloaded worker", end_of(2), {state::broken, 200, "", "the worker is overloaded"}},
      {"a worker without the role",
       end_of(3),
       {state::broken, 200, "", "the worker refuses the request"}},
      {"HTTP instead of records",
       "HTTP/1.1 400 Bad Request\r\n\r\n",
       {state::broken, 200, "", "what answers does not speak FastCGI"}},
      {"a status that is none",
       output("Status: ok\r\n\r\n"),
       {state::broken, 200, "", "the status of the answer is malformed"}},
      {"a status of four digits",
       output("Status: 2000\r\n\r\n"),
       {state::broken, 200, "", "the status of the answer is malformed"}},
      {"a line without a colon",
       output("Status 200\r\n\r\nx"),
       {state::broken, 200, "", "a line of the head is malformed"}},
      {"an end of nine bytes",
       record_bytes(record_type::end, 1, "\0\0\0\0\0\0\0\0\0"s),
       {state::broken, 200, "", "the end of the answer is malformed"}},
  };
  for (const auto& [name, bytes, expected] : rows) {
    at_every_split(bytes,
                   [&, &name = name, &expected = expected](const auto& pieces, std::size_t size) {
                     INFO(name << ", split size " << size);
                     CHECK(read(pieces) == expected);
                   });
  }
}

TEST_CASE("Headers are found in any case, and the first of a name rules") {
  web_response answer;
  answer.feed(output("Status: 503 Busy\r\nretry-after:  5 \r\nRetry-After: 9\r\nX-Empty:\r\n\r\n"),
              [](std::string_view) {});
  CHECK(answer.header("Retry-After") == "5");
  CHECK(answer.header("X-Empty") == "");
  CHECK_FALSE(answer.header("Location").has_value());
}

TEST_CASE("A worker's error text is kept beside the answer, up to a limit") {
  web_response answer;
  const auto drop = [](std::string_view) {};
  for (int i = 0; i < 3; ++i) {
    answer.feed(record_bytes(record_type::errors, 1, std::string(3000, 'e')), drop);
  }
  CHECK(answer.errors() == std::string(web_response::longest_error_bytes, 'e'));
  CHECK(answer.now() == state::head);
}

TEST_CASE("A head without an end is not collected for ever") {
  web_response answer;
  const auto drop = [](std::string_view) {};
  for (int i = 0; i < 3; ++i) answer.feed(output(std::string(30'000, 'h')), drop);
  CHECK(answer.now() == state::broken);
  CHECK(answer.trouble() == "the head of the answer has no end");
}
