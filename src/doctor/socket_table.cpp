#include "doctor/socket_table.hpp"

#include <charconv>
#include <fstream>
#include <sstream>

#include "doctor/socket_inquiry.hpp"

namespace sluice::doctor {
namespace {

// linux/net.h and linux/un.h: __SO_ACCEPTCON, SOCK_STREAM.
constexpr unsigned flag_listens = 1 << 16;
constexpr unsigned type_stream = 1;
constexpr unsigned table_base = 16;

std::optional<unsigned> number_of(const std::string& digits) {
  unsigned number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, table_base);
  if (error != std::errc()) return std::nullopt;
  return number;
}

// Num: RefCount Protocol Flags Type St Inode Path
std::optional<listening_path> try_read_row(const std::string& row) {
  std::istringstream in(row);
  std::string number, references, protocol, flags, type, state;
  listening_path read;
  if (!(in >> number >> references >> protocol >> flags >> type >> state >> read.inode)) {
    return std::nullopt;
  }
  in.get();
  std::getline(in, read.path);
  const bool listens = (number_of(flags).value_or(0) & flag_listens) != 0;
  if (!listens || number_of(type) != type_stream || !read.path.starts_with('/')) {
    return std::nullopt;
  }
  return read;
}

}  // namespace

std::vector<listening_path> read_socket_table(std::string_view table) {
  std::vector<listening_path> found;
  std::istringstream in{std::string(table)};
  for (std::string row; std::getline(in, row);) {
    if (auto each = try_read_row(row)) found.push_back(std::move(*each));
  }
  return found;
}

std::vector<listening_path> listening_paths() {
  std::ifstream file("/proc/net/unix");
  std::ostringstream text;
  text << file.rdbuf();
  return read_socket_table(text.str());
}

std::optional<socket_queue> try_measure_path(const std::string& path) {
  // Of two with one path the younger one has the file.
  std::optional<socket_queue> found;
  for (const listening_path& each : listening_paths()) {
    if (each.path != path) continue;
    if (auto measured = try_ask_unix(each.inode)) found = measured;
  }
  return found;
}

std::optional<socket_queue> try_measure_port(std::uint16_t port) {
  return try_ask_internet(port);
}

std::optional<std::size_t> kernel_backlog_limit() {
  std::ifstream file("/proc/sys/net/core/somaxconn");
  std::size_t limit = 0;
  if (!(file >> limit)) return std::nullopt;
  return limit;
}

}  // namespace sluice::doctor
