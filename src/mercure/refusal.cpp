#include "mercure/refusal.hpp"

#include <stdexcept>

namespace sluice::mercure {

void throw_exception_from_error(const refusal& what, const boost::source_location&) {
  throw std::runtime_error(what.sentence);
}

reply to_reply(const refusal& of) {
  return reply(of.status, of.sentence + ".\n").header("Cache-Control", "no-store");
}

}  // namespace sluice::mercure
