#include "mercure/cursor_header.hpp"

#include "mercure/name.hpp"

namespace sluice::mercure {

std::optional<std::string> cursor_header(const cursor& asked, cursor_standing standing,
                                         const std::optional<std::string>& preceding) {
  if (asked.kind == cursor_kind::none) return std::nullopt;
  const bool is_held = asked.kind == cursor_kind::after && standing == cursor_standing::held;
  return is_held && preceding ? *preceding : std::string(earliest_id);
}

}  // namespace sluice::mercure
