#include "doctor/audit_line.hpp"

#include <charconv>

#include "base/text.hpp"

namespace sluice::doctor {
namespace {

constexpr std::string_view profile_letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/-";

// What auditd writes in digits when a value holds bytes that a line must not: pairs of hex digits.
std::string unhexed(std::string_view digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    unsigned char byte = 0;
    const auto [end, error] = std::from_chars(digits.data() + at, digits.data() + at + 2, byte, 16);
    if (error != std::errc() || end != digits.data() + at + 2) return std::string(digits);
    bytes += static_cast<char>(byte);
  }
  return bytes;
}

// Of ` name=value` or ` name="value"`; empty for none. Names, paths and commands come from
// processes, so that they are made printable.
std::string field(std::string_view line, std::string_view name) {
  const std::string wanted = " " + std::string(name) + "=";
  const std::size_t found = line.find(wanted);
  if (found == line.npos) return {};
  std::string_view rest = line.substr(found + wanted.size());
  if (rest.starts_with('"')) return printable(rest.substr(1, rest.find('"', 1) - 1));
  rest = rest.substr(0, rest.find_first_of(" \n"));
  const bool is_text = name == "name" || name == "path" || name == "comm" || name == "profile";
  return printable(is_text ? unhexed(rest) : std::string(rest));
}

// user:role:TYPE:level
std::string type_of(const std::string& context) {
  const std::size_t role = context.find(':');
  const std::size_t type = role == context.npos ? role : context.find(':', role + 1);
  if (type == context.npos) return context;
  return context.substr(type + 1, context.find(':', type + 1) - type - 1);
}

std::string serial_of(std::string_view line) {
  constexpr std::string_view opening = "audit(";
  const std::size_t found = line.find(opening);
  if (found == line.npos) return {};
  std::string_view serial = line.substr(found + opening.size());
  serial = serial.substr(0, serial.find(')'));
  // It becomes part of a command.
  if (serial.find_first_not_of("0123456789.:") != serial.npos) return {};
  return std::string(serial);
}

std::chrono::seconds seconds_of(const std::string& serial) {
  long long seconds = 0;
  std::from_chars(serial.data(), serial.data() + serial.size(), seconds);
  return std::chrono::seconds(seconds);
}

// avc:  denied  { connectto } for  pid=…
std::optional<denial> try_read_selinux(std::string_view line) {
  constexpr std::string_view opening = "denied  { ";
  const std::size_t found = line.find(opening);
  if (found == line.npos || line.find("avc:") == line.npos) return std::nullopt;
  std::string_view permission = line.substr(found + opening.size());
  permission = permission.substr(0, permission.find(" }"));
  denial read{security_policy::selinux, serial_of(line)};
  read.source = type_of(field(line, "scontext"));
  read.target = type_of(field(line, "tcontext"));
  read.object = field(line, "tclass");
  read.permission = printable(permission);
  read.name = field(line, "path");
  if (read.name.empty()) read.name = field(line, "name");
  read.port = field(line, "dest");
  read.is_enforced = field(line, "permissive") != "1";
  return read;
}

std::optional<denial> try_read_apparmor(std::string_view line) {
  const bool is_allowed = line.find("apparmor=\"ALLOWED\"") != line.npos;
  if (!is_allowed && line.find("apparmor=\"DENIED\"") == line.npos) return std::nullopt;
  denial read{security_policy::apparmor, serial_of(line)};
  read.source = field(line, "profile");
  // It becomes part of a command. A profile with other letters has no file of its name either.
  if (read.source.find_first_not_of(profile_letters) != read.source.npos) return std::nullopt;
  read.object = field(line, "operation");
  read.permission = field(line, "denied_mask");
  read.name = field(line, "name");
  if (read.name.empty()) read.name = field(line, "peer_addr");
  read.info = field(line, "info");
  read.is_enforced = !is_allowed;
  return read;
}

}  // namespace

std::optional<denial> try_read_denial(std::string_view line) {
  auto read = try_read_selinux(line);
  if (!read) read = try_read_apparmor(line);
  if (!read) return std::nullopt;
  read->program = field(line, "comm");
  read->at = seconds_of(read->serial);
  return read;
}

}  // namespace sluice::doctor
