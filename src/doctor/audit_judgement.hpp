// What a security policy's refusals say about a socket. Pure.
#pragma once

#include <string>

#include "doctor/audit_log.hpp"
#include "doctor/finding.hpp"
#include "doctor/socket_sight.hpp"

namespace sluice::doctor {

/// True when the line is about a web server's way to this socket: a path, or HOST:PORT.
/// A refused connectto that tells no path may be about any socket, and counts.
bool is_about(const denial& what, const std::string& address);

/// What permits exactly that which was refused, and nothing else. `log` is where the line is,
/// for the commands that take it from there.
std::string permission_for(const denial& what, const std::string& address, const std::string& log);

/// By the last refusal that is about the socket; one that tells no path is a remark at most. Kinds:
/// selinux-denied, apparmor-denied.
finding judge_policy(const socket_sight& seen);

}  // namespace sluice::doctor
