#include "doctor/unit_judgement.hpp"

namespace sluice::doctor {

finding judge_temporary_folder(const socket_sight& seen) {
  finding found{"tmp", judgement::fine, "", "whether the web server sees " + seen.address};
  const auto& server = seen.visitor.web_server;
  const std::string who = server ? server->name + " (process " + std::to_string(server->id) + ")"
                                 : std::string("the web server");
  if (seen.visitor_view == folder_view::same) {
    found.seen = who + " sees the same folder";
    return found;
  }
  found.kind = "private-tmp";
  found.change =
      "listen on /run/sluice/sluice.sock (`--socket`), and name that in the web "
      "server's configuration; PrivateTmp stays as it is";
  if (seen.visitor_view == folder_view::own) {
    found.what = judgement::fault;
    found.seen = who + " has a private /tmp, in which there is no such socket";
    found.cause = (seen.visitor.unit.empty() ? std::string("its unit") : seen.visitor.unit) +
                  " has PrivateTmp=, so that it answers 502 with \"no such file\"";
    return found;
  }
  found.what = judgement::remark;
  found.seen = server ? "it cannot be told which /tmp " + who + " sees" : "no web server runs";
  found.cause = "most systems give web servers a private /tmp, in which this socket is not";
  return found;
}

}  // namespace sluice::doctor
