// F7 for the control socket: its file at start, at a second start, and at the end.
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include <catch2/catch.hpp>

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include "integration/control/control_client.hpp"

using namespace sluice::test;

namespace {

// Design, section 8: could not reach, that is, could not listen.
constexpr int exit_not_listening = 3;

struct stat file_at(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  return info;
}

bool is_answered(const std::string& path) {
  return id_of(control_client(path).ask(R"({"topic":"t"})")) != "";
}

// A worker beside another, with its own socket for the web server.
refusal start_with(const temporary_folder& folder, const std::string& control) {
  return start_in_vain({sluice_program(), "serve", "--demo", "--socket", folder / "other.sock",
                        "--control", control});
}

}  // namespace

TEST_CASE("Only the worker's user and the group may write to the control socket", "[F7]") {
  worker with(demo_with_control().file_mask(0));
  CHECK((file_at(control_path(with)).st_mode & 07777) == 0660);
}

TEST_CASE("Mode and group of the control socket are those asked for, whatever the umask", "[F7]") {
  const group* const own = ::getgrgid(::getegid());
  REQUIRE(own != nullptr);
  worker with(demo_with_control()
                  .option("--control-mode", "0622")
                  .option("--control-group", own->gr_name)
                  .file_mask(0777));
  CHECK((file_at(control_path(with)).st_mode & 07777) == 0622);
  CHECK(file_at(control_path(with)).st_gid == ::getegid());
  CHECK((file_at(with.address()).st_mode & 07777) == 0660);
  CHECK(is_answered(control_path(with)));
}

TEST_CASE("The log tells where updates are taken", "[F7]") {
  worker with(demo_with_control());
  CHECK(with.running().wait_for_error("taking updates without a token on the control socket " +
                                      control_path(with)));
}

TEST_CASE("A control socket that a killed worker left is replaced", "[F7]") {
  worker with(demo_with_control());
  with.running().signal(SIGKILL);
  REQUIRE(with.running().wait(within()) == -SIGKILL);
  REQUIRE(std::filesystem::is_socket(control_path(with)));
  with.start_again();
  CHECK(is_answered(control_path(with)));
}

TEST_CASE("A control socket that answers is left alone, and the second worker says so", "[F7]") {
  worker first(demo_with_control());
  const temporary_folder folder;
  const auto second = start_with(folder, control_path(first));
  CHECK(second.code == exit_not_listening);
  CHECK(second.errors.find("cannot listen for publishers: another process answers on this socket; "
                           "it is left alone: " +
                           control_path(first)) != std::string::npos);
  CHECK(is_answered(control_path(first)));
}

TEST_CASE("What is no socket at the control socket's path is left alone", "[F7]") {
  const temporary_folder folder;
  std::ofstream(folder / "file") << "precious";
  std::filesystem::create_symlink("file", folder / "link");
  const auto on_file = start_with(folder, folder / "file");
  CHECK(on_file.code == exit_not_listening);
  CHECK(on_file.errors.find("the socket path is taken by a file that is not a socket") !=
        std::string::npos);
  const auto on_link = start_with(folder, folder / "link");
  CHECK(on_link.code == exit_not_listening);
  CHECK(on_link.errors.find("the socket path is a symbolic link") != std::string::npos);
  CHECK(std::filesystem::file_size(folder / "file") == 8);
  CHECK(std::filesystem::is_symlink(folder / "link"));
}

TEST_CASE("A path for the control socket that cannot be used is refused by the configuration") {
  const temporary_folder folder;
  constexpr int exit_wrong_usage = 2;
  for (const std::string& path : {std::string("control.sock"), folder / std::string(200, 'x')}) {
    CAPTURE(path);
    const auto refused = start_with(folder, path);
    CHECK(refused.code == exit_wrong_usage);
    CHECK(refused.errors.find("control") != std::string::npos);
    const auto checked = start_in_vain({sluice_program(), "config", "check", "--control", path});
    CHECK(checked.code == exit_wrong_usage);
  }
}

TEST_CASE("The control socket's file is gone with its worker", "[F7]") {
  worker with(demo_with_control());
  REQUIRE(std::filesystem::is_socket(control_path(with)));
  with.running().signal(SIGTERM);
  REQUIRE(with.running().wait(within()) == 0);
  CHECK_FALSE(std::filesystem::exists(control_path(with)));
}
