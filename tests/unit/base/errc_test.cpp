#include "base/errc.hpp"

#include <set>
#include <string>

#include <catch2/catch.hpp>

#include "base/result.hpp"

using sluice::describe;
using sluice::errc;
using sluice::failure;

TEST_CASE("Every error has a sentence of its own, without a full stop") {
  const std::string unknown(describe(static_cast<errc>(-1)));
  std::set<std::string> sentences;
  int count = 0;
  for (;; ++count) {
    const std::string sentence(describe(static_cast<errc>(count)));
    if (sentence == unknown) break;
    INFO(sentence);
    CHECK(sentence.size() > 10);
    CHECK(sentence.back() != '.');
    CHECK(sentence.front() != ' ');
    sentences.insert(sentence);
  }
  CHECK(sentences.size() == static_cast<std::size_t>(count));
  CHECK(count > static_cast<int>(errc::file_unreadable));
}

TEST_CASE("A failure says what happened and to what") {
  CHECK(failure{errc::text_not_utf8, ""}.message() == "the text is not UTF-8");
  CHECK(failure{errc::socket_path_is_folder, "/run"}.message() ==
        "the socket path is a folder; it is left alone: /run");
}

TEST_CASE("A result without a value throws the failure's message when it is asked for one") {
  const sluice::result<int> none = failure{errc::text_too_long, "2000 bytes"};
  CHECK_FALSE(none.has_value());
  CHECK((none.error() == failure{errc::text_too_long, "2000 bytes"}));
  CHECK_THROWS_WITH(none.value(), "the text is too long: 2000 bytes");
}
