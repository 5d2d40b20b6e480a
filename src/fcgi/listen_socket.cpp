#include "fcgi/listen_socket.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <fstream>
#include <utility>

#include <sys/socket.h>
#include <sys/un.h>

#include "fcgi/internet_binding.hpp"

namespace sluice::fcgi {
namespace {

std::string unix_name(const sockaddr_storage& address, socklen_t size_bytes) {
  const auto& local = reinterpret_cast<const sockaddr_un&>(address);
  const std::size_t path_bytes = size_bytes - offsetof(sockaddr_un, sun_path);
  if (path_bytes == 0) return "an unnamed socket";
  // unix(7): a name without a file starts with NUL and is written with @.
  if (local.sun_path[0] == '\0') return "@" + std::string(local.sun_path + 1, path_bytes - 1);
  return std::string(local.sun_path, ::strnlen(local.sun_path, path_bytes));
}

int number_of(const sluice::descriptor& socket) {
  return socket.number();
}
int number_of(const loop::unix_listener& socket) {
  return socket.descriptor();
}

}  // namespace

std::string local_address(int descriptor) {
  sockaddr_storage address{};
  socklen_t size_bytes = sizeof address;
  if (::getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size_bytes) != 0) {
    return "an unknown address";
  }
  return address.ss_family == AF_UNIX ? unix_name(address, size_bytes)
                                      : internet_name(address, size_bytes);
}

listen_socket::listen_socket(any_socket socket, std::string address, const std::string& origin,
                             queue_at_end queue)
    : socket_(std::move(socket)),
      address_(std::move(address)),
      name_(origin.empty() ? address_ : address_ + " (" + origin + ")"),
      queue_(queue) {}

listen_socket listen_socket::adopt(int descriptor, const std::string& origin, queue_at_end queue) {
  return listen_socket(sluice::descriptor(descriptor), local_address(descriptor), origin, queue);
}

int listen_socket::descriptor() const {
  return std::visit([](const auto& socket) { return number_of(socket); }, socket_);
}

result<listen_socket> try_listen(const std::string& address, const listen_options& options) {
  // nginx's own way to write a socket's path, and so a likely slip.
  if (address.starts_with("unix:")) {
    return failure{errc::socket_address_malformed, address + " (leave out \"unix:\")"};
  }
  if (address.find('/') != std::string::npos) {
    auto made = loop::try_listen_unix(address, options);
    if (!made) return made.error();
    return listen_socket(std::move(*made), address);
  }
  auto made = try_listen_internet(address, options.backlog);
  if (!made) return made.error();
  const std::string name = local_address(made->number());
  return listen_socket(std::move(*made), name);
}

std::size_t effective_backlog(std::size_t asked) {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  std::size_t limit = 0;
  return file >> limit ? std::min(limit, asked) : asked;
}

}  // namespace sluice::fcgi
