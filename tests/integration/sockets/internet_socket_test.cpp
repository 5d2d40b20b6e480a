#include <string>

#include <catch2/catch.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/listen_socket.hpp"
#include "integration/sockets/child.hpp"
#include "integration/sockets/client.hpp"

using sluice::errc;
using sluice::fcgi::try_listen;
using sluice::test::answer_of;
using sluice::test::client;

namespace {

bool has_ipv6_loopback() {
  const int probe = ::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in6 address{};
  address.sin6_family = AF_INET6;
  address.sin6_addr = in6addr_loopback;
  const bool bound =
      ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return bound;
}

}  // namespace

TEST_CASE("HOST:PORT is served, and port 0 is told as the port the system chose") {
  auto made = try_listen("127.0.0.1:0", {});
  REQUIRE(made.has_value());
  CHECK(made->name().starts_with("127.0.0.1:"));
  CHECK_FALSE(made->name() == "127.0.0.1:0");
  CHECK(client(made->descriptor()).is_connected());
  CHECK((::fcntl(made->descriptor(), F_GETFL) & O_NONBLOCK) != 0);
  CHECK((::fcntl(made->descriptor(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("An IPv6 host is written in brackets") {
  if (!has_ipv6_loopback()) {
    WARN("skipped: this machine has no IPv6 loopback");
    return;
  }
  auto made = try_listen("[::1]:0", {});
  REQUIRE(made.has_value());
  CHECK(made->name().starts_with("[::1]:"));
  CHECK(client(made->descriptor()).is_connected());
}

TEST_CASE("[::] leaves IPv4 to another socket") {
  const std::string answer = answer_of([]() -> std::string {
    // A network of its own, so that nobody else can reach the port.
    if (::unshare(CLONE_NEWNET) != 0) return "skipped";
    auto made = try_listen("[::]:9000", {});
    if (!made) return made.error().message();
    auto other = try_listen("0.0.0.0:9000", {});
    if (!other) return other.error().message();
    return made->name() + " " + other->name();
  });
  if (answer == "skipped") {
    WARN("skipped: only root can make a network of its own");
    return;
  }
  CHECK(answer == "[::]:9000 0.0.0.0:9000");
}

TEST_CASE("A host's name is resolved") {
  auto made = try_listen("localhost:0", {});
  REQUIRE(made.has_value());
  INFO(made->name());
  CHECK((made->name().starts_with("127.0.0.1:") || made->name().starts_with("[::1]:")));
  CHECK(client(made->descriptor()).is_connected());
}

TEST_CASE("A port in use is refused and the first goes on serving", "[F7]") {
  auto first = try_listen("127.0.0.1:0", {});
  REQUIRE(first.has_value());
  auto second = try_listen(first->name(), {});
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().message() ==
        "another process answers on this socket; it is left alone: " + first->name());
  CHECK(client(first->descriptor()).is_connected());
}

TEST_CASE("A worker starts again on a port whose old connections wait for their end", "[F7]") {
  std::string address;
  {
    auto first = try_listen("127.0.0.1:0", {});
    REQUIRE(first.has_value());
    address = first->name();
    const client connected(first->descriptor());
    REQUIRE(connected.is_connected());
    const int accepted = ::accept4(first->descriptor(), nullptr, nullptr, SOCK_CLOEXEC);
    REQUIRE(accepted >= 0);
    // The side that closes first is the one in TIME_WAIT.
    ::shutdown(accepted, SHUT_WR);
    char nothing;
    REQUIRE(::read(connected.descriptor(), &nothing, 1) == 0);
    ::shutdown(connected.descriptor(), SHUT_WR);
    REQUIRE(::read(accepted, &nothing, 1) == 0);
    ::close(accepted);
  }
  auto second = try_listen(address, {});
  INFO((second ? std::string() : second.error().message()));
  CHECK(second.has_value());
}

TEST_CASE("What is neither a path nor HOST:PORT is refused") {
  const std::string address =
      GENERATE("", "9000", ":9000", "localhost", "localhost:", "localhost:http", "127.0.0.1:65536",
               "127.0.0.1:-1", "127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:1x", "::1:9000", "[::1]",
               "[::1]9000", "[]:9000", "[::1:9000", "s.sock", "@abstract");
  auto made = try_listen(address, {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().code == errc::socket_address_malformed);
  CHECK(made.error().detail == address);
}

TEST_CASE("nginx's spelling of a socket path is refused with the remedy") {
  auto made = try_listen("unix:/run/sluice/s.sock", {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() ==
        "the address is neither a path nor HOST:PORT: unix:/run/sluice/s.sock (leave out "
        "\"unix:\")");
}

TEST_CASE("An address of another machine is refused with the system's words") {
  // TEST-NET-1, RFC 5737: no machine has it.
  auto made = try_listen("192.0.2.1:0", {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().message() ==
        "the system refused the socket: 192.0.2.1:0: listen: Cannot assign requested address");
}

TEST_CASE("A host without an address is refused with the resolver's words") {
  // Brackets hold digits; a label may not be empty, so no name server is asked.
  auto made = try_listen("no..host:9000", {});
  REQUIRE_FALSE(made.has_value());
  CHECK(made.error().code == errc::socket_host_unknown);
  CHECK(made.error().detail.starts_with("no..host:9000: "));
}
