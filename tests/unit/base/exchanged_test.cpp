#include "base/exchanged.hpp"

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include <catch2/catch.hpp>

using sluice::exchanged;

TEST_CASE("Whoever asked before a value was replaced keeps what it was given") {
  exchanged<std::string> value("old");
  const auto held = value.current();
  value.replace("new");
  CHECK(*held == "old");
  CHECK(*value.current() == "new");
  const std::weak_ptr<const std::string> watched = value.current();
  value.replace("newest");
  CHECK(watched.expired());
}

TEST_CASE("Nobody sees half of a change") {
  struct pair {
    std::string left;
    std::string right;
  };
  const std::string a(100, 'a');
  const std::string b(100, 'b');
  exchanged<pair> value(pair{a, a});
  std::atomic<bool> is_over = false;
  std::atomic<std::size_t> halves = 0;
  std::thread reading([&] {
    while (!is_over) {
      const auto found = value.current();
      if (found->left != found->right) ++halves;
    }
  });
  for (int i = 0; i < 1000; ++i) value.replace(i % 2 == 0 ? pair{b, b} : pair{a, a});
  is_over = true;
  reading.join();
  CHECK(halves == 0);
}
