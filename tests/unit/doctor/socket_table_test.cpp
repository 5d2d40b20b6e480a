#include "doctor/socket_table.hpp"

#include <catch2/catch.hpp>

#include "doctor/local_process.hpp"
#include "doctor/unit_private_folder.hpp"

using sluice::doctor::read_socket_table;
using sluice::doctor::try_read_descriptor_limit;
using sluice::doctor::try_read_private_folder;
using sluice::doctor::try_read_status;
using sluice::doctor::try_read_unit;

TEST_CASE("The sockets that listen on a path are read from the kernel's table", "[O4]") {
  const auto found = read_socket_table(
      "Num       RefCount Protocol Flags    Type St Inode Path\n"
      "0000000000000000: 00000002 00000000 00010000 0001 01 12345 /run/sluice/sluice.sock\n"
      "0000000000000000: 00000003 00000000 00000000 0001 03 12346 /run/sluice/sluice.sock\n"
      "0000000000000000: 00000002 00000000 00010000 0001 01 12347 @abstract\n"
      "0000000000000000: 00000002 00000000 00010000 0005 01 12348 /run/udev/control\n"
      "0000000000000000: 00000002 00000000 00010000 0001 01 12349 /run/a b.sock\n"
      "0000000000000000: 00000003 00000000 00000000 0001 03 12350\n"
      "garbage\n");
  REQUIRE(found.size() == 2);
  CHECK(found[0] == sluice::doctor::listening_path{"/run/sluice/sluice.sock", 12345});
  CHECK(found[1].path == "/run/a b.sock");
}

TEST_CASE("The groups of a running process are read from its status", "[O4]") {
  const auto user = try_read_status(
      "Name:\tnginx\nUid:\t33\t33\t33\t33\nGid:\t33\t33\t33\t33\nFDSize:\t64\n"
      "Groups:\t33 990 \nNStgid:\t1\n");
  REQUIRE(user.has_value());
  CHECK(user->id == 33);
  CHECK(user->is_in(990));
  CHECK_FALSE(user->is_in(0));
  CHECK_FALSE(try_read_status("").has_value());
}

TEST_CASE("The limit on open files is read from a process's limits", "[F1]") {
  CHECK(try_read_descriptor_limit(
            "Limit                     Soft Limit           Hard Limit           Units     \n"
            "Max open files            1024                 524288               files     \n") ==
        1024U);
  CHECK_FALSE(try_read_descriptor_limit("Max open files            unlimited\n").has_value());
}

TEST_CASE("The unit of a process is read from its control groups", "[O4]") {
  CHECK(try_read_unit("0::/system.slice/nginx.service\n") == "nginx.service");
  CHECK(try_read_unit("1:name=systemd:/\n0::/system.slice/php.service/sub\n") == "php.service");
  CHECK_FALSE(try_read_unit("0::/user.slice/user-0.slice\n").has_value());
}

TEST_CASE("The last PrivateTmp of a unit and what adds to it holds", "[O4]") {
  CHECK(try_read_private_folder("[Service]\nPrivateTmp=yes\n") == true);
  CHECK(try_read_private_folder("[Service]\nPrivateTmp = true\nPrivateTmp=no\n") == false);
  CHECK_FALSE(try_read_private_folder("[Service]\n#PrivateTmp=yes\n").has_value());
}
