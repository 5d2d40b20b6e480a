#include "doctor/local_access.hpp"

#include <string>

#include <catch2/catch.hpp>

using sluice::doctor::access_entry;
using sluice::doctor::access_right;
using sluice::doctor::access_rules;
using sluice::doctor::local_user;
using sluice::doctor::may;
using sluice::doctor::try_read_access_list;
using holder = sluice::doctor::access_entry::holder;

namespace {

const local_user web_server{"www-data", 33, 33, {33}};
const local_user in_group{"www-data", 33, 33, {33, 990}};

}  // namespace

TEST_CASE("The mode of the class that a user belongs to decides, and no other", "[O4]") {
  struct row {
    local_user who;
    mode_t mode;
    uid_t owner;
    gid_t group;
    bool expected;
  };
  const auto each = GENERATE(values<row>({
      {web_server, 0660, 33, 990, true},
      {web_server, 0660, 990, 33, true},
      {web_server, 0660, 990, 990, false},
      {in_group, 0660, 990, 990, true},
      {web_server, 0666, 990, 990, true},
      // The owner and the group are not helped by what others may.
      {web_server, 0066, 33, 990, false},
      {in_group, 0606, 990, 990, false},
      // Reading does not connect.
      {web_server, 0664, 990, 990, false},
      {local_user{"root", 0, 0, {}}, 0000, 990, 990, true},
  }));
  CAPTURE(each.mode, each.owner, each.group);
  CHECK(may(each.who, access_right::write, {each.mode, each.owner, each.group}) == each.expected);
}

TEST_CASE("A folder is passed by the right to search alone", "[O4]") {
  CHECK(may(web_server, access_right::search, {0711, 0, 0}));
  CHECK_FALSE(may(web_server, access_right::search, {0754, 0, 0}));
  CHECK(may(web_server, access_right::search, {0710, 0, 33}));
}

TEST_CASE("An access control list is read as the kernel keeps it", "[O4]") {
  // Version 2; user 33 may write, the owner and the group may, others may not, the mask is rw.
  using namespace std::string_literals;
  const std::string bytes =
      "\x02\0\0\0"s
      "\x01\0\x06\0\xff\xff\xff\xff"s
      "\x02\0\x06\0\x21\0\0\0"s
      "\x04\0\x06\0\xff\xff\xff\xff"s
      "\x10\0\x06\0\xff\xff\xff\xff"s
      "\x20\0\0\0\xff\xff\xff\xff"s;
  const auto list = try_read_access_list(bytes);
  REQUIRE(list.has_value());
  REQUIRE(list->size() == 5);
  CHECK((*list)[1].who == holder::user);
  CHECK((*list)[1].id == 33);
  CHECK(may(web_server, access_right::write, {0660, 990, 990, *list}));
  CHECK_FALSE(may({"nobody", 65534, 65534, {}}, access_right::write, {0660, 990, 990, *list}));
  CHECK_FALSE(try_read_access_list("").has_value());
  CHECK_FALSE(try_read_access_list(bytes.substr(0, 11)).has_value());
  CHECK_FALSE(try_read_access_list("\x03\0\0\0"s).has_value());
}

TEST_CASE("The mask takes from named users and groups what it does not hold", "[O4]") {
  access_rules rules{0640, 990, 990, {}};
  rules.list = {{holder::owner, 6, 0},    {holder::user, 6, 33}, {holder::owning_group, 4, 0},
                {holder::group, 6, 1000}, {holder::mask, 4, 0},  {holder::other, 6, 0}};
  CHECK_FALSE(may(web_server, access_right::write, rules));
  CHECK_FALSE(may({"b", 5, 1000, {}}, access_right::write, rules));
  // Others are not masked.
  CHECK(may({"c", 6, 6, {}}, access_right::write, rules));
  rules.list[4].rights = 7;
  CHECK(may(web_server, access_right::write, rules));
  CHECK(may({"b", 5, 1000, {}}, access_right::write, rules));
}
