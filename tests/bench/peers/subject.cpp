#include "bench/peers/subject.hpp"

#include <array>
#include <stdexcept>

#include "bench/peers/bare_subject.hpp"
#include "bench/peers/nchan_subject.hpp"
#include "bench/peers/node_subject.hpp"
#include "bench/peers/pushpin_subject.hpp"
#include "bench/peers/sluice_subject.hpp"

namespace sluice::bench {
namespace {

using started = std::unique_ptr<subject>;

template <front before>
started start_sluice(const subject_plan& how) {
  return std::make_unique<sluice_subject>(how, before);
}

template <front before, bare_sending sending>
started start_bare(const subject_plan& how) {
  return std::make_unique<bare_subject>(how, before, sending);
}

template <class Peer>
started start_peer(const subject_plan& how) {
  return std::make_unique<Peer>(how);
}

struct kind {
  const char* name;
  started (*start)(const subject_plan&);
};

constexpr std::array kinds{
    kind{"sluice", start_sluice<front::nginx>},
    kind{"sluice-direct", start_sluice<front::none>},
    kind{"bare", start_bare<front::nginx, bare_sending::alone>},
    kind{"bare-direct", start_bare<front::none, bare_sending::alone>},
    kind{"together", start_bare<front::nginx, bare_sending::together>},
    kind{"together-direct", start_bare<front::none, bare_sending::together>},
    kind{"nchan", start_peer<nchan_subject>},
    kind{"node", start_peer<node_subject>},
    kind{"pushpin", start_peer<pushpin_subject>},
};

}  // namespace

std::vector<std::string> subject_names() {
  std::vector<std::string> names;
  for (const kind& each : kinds) names.emplace_back(each.name);
  return names;
}

std::unique_ptr<subject> start_subject(const std::string& name, const subject_plan& how) {
  for (const kind& each : kinds) {
    if (name == each.name) return each.start(how);
  }
  throw std::invalid_argument("no subject is called " + name);
}

}  // namespace sluice::bench
