#include "bench/peers/bare_subject.hpp"

#include <stdexcept>

#include "bench/hub_request.hpp"
#include "bench/peers/http_text.hpp"
#include "support/deadline.hpp"
#include "support/socket.hpp"
#include "support/web_request.hpp"

namespace sluice::bench {
namespace {

// As many as sluice is given ahead.
constexpr std::size_t lines_ahead = 128;

std::vector<std::string> command_of(const subject_plan& how, bare_sending sending,
                                    const std::string& streams, const std::string& control) {
  std::vector<std::string> words{how.bare_program, streams, control};
  if (sending == bare_sending::by_ring) words.insert(words.begin() + 1, "--ring");
  if (sending == bare_sending::together) words.insert(words.begin() + 1, "--together");
  return words;
}

}  // namespace

bare_subject::bare_subject(const subject_plan& how, front before, bare_sending sending)
    : sender_(test::program{.arguments =
                                command_of(how, sending, folder_ / "s.sock", folder_ / "c.sock")}) {
  const bool is_ready = test::eventually(test::within(), [&] {
    return !sender_.is_running() || test::is_listening(folder_ / "c.sock");
  });
  if (!is_ready || !sender_.is_running()) {
    throw std::runtime_error("the bare sender does not serve: " + sender_.errors());
  }
  if (before == front::none) return;
  nginx_ = std::make_unique<nginx>(nginx_plan{.server = shipped_locations(folder_ / "s.sock"),
                                              .workers = how.nginx_workers,
                                              .settings = how.nginx});
}

stream_place bare_subject::streams() const {
  if (nginx_) return {nginx_->address(), framing::http};
  return {folder_ / "s.sock", framing::records};
}

std::string bare_subject::stream_request(const stream_order& what) const {
  if (nginx_) return stream_text("/.well-known/mercure?topic=" + what.topic, what);
  return subscribe_request(what.topic).bytes();
}

publish_way bare_subject::publishing() const {
  return {folder_ / "c.sock", answer_form::lines, 1, lines_ahead};
}

std::string bare_subject::publish_request(const update_order& what) const {
  return what.data + "\n";
}

std::vector<server_process> bare_subject::processes() const {
  std::vector<server_process> found{{"worker", sender_.id()}};
  if (!nginx_) return found;
  for (const server_process& each : nginx_->processes()) found.push_back(each);
  return found;
}

}  // namespace sluice::bench
