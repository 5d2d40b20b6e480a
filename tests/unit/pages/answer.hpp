// What an answer has in it.
#pragma once

#include <string>

#include "sluice/reply.hpp"

namespace sluice::test {

/// The value of the header field of that name; empty without one.
inline std::string header(const reply& of, const std::string& name) {
  for (const auto& [each, value] : of.headers()) {
    if (each == name) return value;
  }
  return "";
}

inline bool contains(const reply& what, const std::string& text) {
  return what.body().find(text) != std::string::npos;
}

}  // namespace sluice::test
