#include "hub/update_id.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::hub::update_ids;

TEST_CASE("An id is the URN of a UUID of version 7 that begins with the time") {
  update_ids ids;
  const std::string id = ids.next(0x0190'1234'5678);
  CHECK(id.substr(0, 23) == "urn:uuid:01901234-5678-");
  CHECK(id.size() == 45);
  CHECK(id[23] == '7');
  CHECK(std::string("89ab").find(id[28]) != std::string::npos);
}

TEST_CASE("Ids order as they were made, within a millisecond and when the clock goes back") {
  update_ids ids;
  std::string last;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = ids.next(1'700'000'000'000 - static_cast<std::uint64_t>(i % 3));
    CHECK(last < id);
    last = id;
  }
}
