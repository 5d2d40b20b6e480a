#include "bench/peers/subject.hpp"

#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include <unistd.h>

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

// As its peers are published to.
started start_posting_sluice(const subject_plan& how) {
  subject_plan posting = how;
  posting.publish_by = answer_form::http;
  return std::make_unique<sluice_subject>(posting, front::nginx);
}

template <front before, bare_sending sending>
started start_bare(const subject_plan& how) {
  return std::make_unique<bare_subject>(how, before, sending);
}

template <class Peer>
started start_peer(const subject_plan& how) {
  return std::make_unique<Peer>(how);
}

// A file, or a program to be found by PATH.
struct part {
  const char* name;
  const char* package;
};

constexpr part nginx_program{"/usr/sbin/nginx", "nginx-light"};
constexpr part nchan_module{"/usr/lib/nginx/modules/ngx_nchan_module.so", "libnginx-mod-nchan"};
constexpr part node_program{"node", "nodejs"};
constexpr part pushpin_program{"pushpin", "pushpin"};
constexpr part ring_header{SLUICE_LIBURING_HEADER, "liburing-dev"};  // when it was built

struct kind {
  const char* name;
  front before;
  started (*start)(const subject_plan&);
  std::vector<part> needs{};
};

const std::vector<kind>& all_kinds() {
  static const std::vector<kind> kinds{
      {"sluice", front::nginx, start_sluice<front::nginx>, {nginx_program}},
      {"sluice-post", front::nginx, start_posting_sluice, {nginx_program}},
      {"sluice-direct", front::none, start_sluice<front::none>},
      {"bare", front::nginx, start_bare<front::nginx, bare_sending::alone>, {nginx_program}},
      {"bare-direct", front::none, start_bare<front::none, bare_sending::alone>},
      {"together", front::nginx, start_bare<front::nginx, bare_sending::together>, {nginx_program}},
      {"together-direct", front::none, start_bare<front::none, bare_sending::together>},
      {"ring",
       front::nginx,
       start_bare<front::nginx, bare_sending::by_ring>,
       {nginx_program, ring_header}},
      {"ring-direct", front::none, start_bare<front::none, bare_sending::by_ring>, {ring_header}},
      {"nchan", front::none, start_peer<nchan_subject>, {nginx_program, nchan_module}},
      {"node", front::none, start_peer<node_subject>, {node_program}},
      {"pushpin", front::none, start_peer<pushpin_subject>, {node_program, pushpin_program}},
  };
  return kinds;
}

const kind& kind_of(const std::string& name) {
  for (const kind& each : all_kinds()) {
    if (name == each.name) return each;
  }
  throw std::invalid_argument("no subject is called " + name);
}

bool is_there(const std::string& name) {
  if (name.starts_with('/')) return access(name.c_str(), R_OK) == 0;
  const char* const path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (access((folder + "/" + name).c_str(), X_OK) == 0) return true;
  }
  return false;
}

}  // namespace

std::vector<std::string> subject_names() {
  std::vector<std::string> names;
  for (const kind& each : all_kinds()) names.emplace_back(each.name);
  return names;
}

bool is_behind_nginx(const std::string& name) {
  return kind_of(name).before == front::nginx;
}

std::optional<std::string> missing_part(const std::string& name) {
  for (const part& each : kind_of(name).needs) {
    if (!is_there(each.name)) return std::string(each.name) + " (package " + each.package + ")";
  }
  return std::nullopt;
}

std::unique_ptr<subject> start_subject(const std::string& name, const subject_plan& how) {
  return kind_of(name).start(how);
}

}  // namespace sluice::bench
