#include "bench/peers/pushpin_subject.hpp"

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <poll.h>
#include <sys/socket.h>

#include "bench/load/resources.hpp"
#include "bench/peers/ending.hpp"
#include "bench/peers/http_text.hpp"
#include "support/deadline.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

constexpr const char* shipped_internals = "/usr/lib/pushpin/internal.conf";
// Debian runs the fetcher of requests as a service of its own, on sockets of that service.
constexpr std::string_view service_sockets = "ipc:///var/run/zurl/";
// Five programs, two of them with Qt.
constexpr std::chrono::seconds start_limit(20);

std::string port_of(const std::string& address) {
  return address.substr(address.rfind(':') + 1);
}

// As shipped, but with the fetcher that Pushpin itself starts.
std::string internals() {
  std::ifstream file(shipped_internals);
  std::ostringstream read;
  read << file.rdbuf();
  std::string text = read.str();
  for (std::size_t at = 0; (at = text.find(service_sockets, at)) != std::string::npos;) {
    text.replace(at, service_sockets.size(), "ipc://{rundir}/{ipc_prefix}");
  }
  return text;
}

}  // namespace

pushpin_subject::pushpin_subject(const subject_plan& how)
    : publish_lines_(how.publish_lines), origin_(how) {
  write_configuration();
  pushpin_ = std::make_unique<test::process>(
      test::program{.arguments = {"pushpin", "--config", folder_ / "pushpin.conf", "--logfile",
                                  folder_ / "log/pushpin.log"}});
  const bool is_ready = test::eventually(test::within(start_limit),
                                         [&] { return !pushpin_->is_running() || is_serving(); });
  if (is_ready && pushpin_->is_running()) return;
  throw std::runtime_error("Pushpin does not serve: " + pushpin_->errors());
}

// Its parts end with it only when it is asked.
pushpin_subject::~pushpin_subject() {
  end_with_descendants(*pushpin_);
}

// Every limit that would drop an event of a burst is above the largest burst that it is given.
void pushpin_subject::write_configuration() {
  std::filesystem::create_directories(folder_.path() / "run");
  std::filesystem::create_directories(folder_.path() / "log");
  std::ofstream(folder_ / "internal.conf") << internals();
  std::ofstream(folder_ / "routes") << "* " << origin_.address() << "\n";
  std::ofstream(folder_ / "pushpin.conf")
      << "[global]\ninclude=" << folder_ / "internal.conf"
      << "\nrundir=" << folder_ / "run"
      << "\nipc_prefix=p-\nport_offset=0\n"
      << "[runner]\nservices=condure,zurl,pushpin-proxy,pushpin-handler\n"
      << "http_port=" << port_of(address_) << "\nlogdir=" << folder_ / "log"
      << "\nlog_level=1\nclient_buffer_size=8192\nclient_maxconn=50000\n"
      << "condure_bin=condure\nzurl_bin=zurl\n"
      << "[proxy]\nroutesfile=" << folder_ / "routes"
      << "\nupdates_check=off\n"
      << "[handler]\npush_in_spec=ipc://" << folder_ / "run/push"
      << "\npush_in_http_addr=127.0.0.1\npush_in_http_port=" << port_of(control_)
      << "\ncommand_spec=ipc://" << folder_ / "run/command"
      << "\nmessage_rate=1000000\nmessage_hwm=1000000\nmessage_wait=5000\n"
      << "connection_subscription_max=20\n";
}

// It listens before its parts have found each other, so only a whole stream tells.
bool pushpin_subject::is_serving() const {
  constexpr std::chrono::milliseconds look(500);
  if (!test::is_listening(address_) || !test::is_listening(control_)) return false;
  const test::descriptor probe(test::connect_to(address_, test::within()));
  const std::string asked = stream_request({"probe"});
  if (send(probe.number(), asked.data(), asked.size(), MSG_NOSIGNAL) < 0) return false;
  if (!test::wait_ready(probe.number(), POLLIN, test::within(look))) return false;
  char begin[12] = {};
  return recv(probe.number(), begin, sizeof begin, 0) == sizeof begin &&
         std::string_view(begin, sizeof begin) == "HTTP/1.1 200";
}

std::string pushpin_subject::stream_request(const stream_order& what) const {
  return stream_text("/hold?topic=" + what.topic, what);
}

publish_way pushpin_subject::publishing() const {
  return {control_, answer_form::http, publish_lines_, 1, connection_use::one_request};
}

std::string pushpin_subject::publish_request(const update_order& what) const {
  return post_text("/publish/", "Content-Type: application/json\r\n",
                   R"({"items":[{"channel":")" + what.topics.front() +
                       R"(","formats":{"http-stream":{"content":"data: )" + what.data +
                       R"(\n\n"}}}]})");
}

std::vector<server_process> pushpin_subject::processes() const {
  std::vector<server_process> found = origin_.processes();
  found.push_back({"peer", pushpin_->id()});
  for (const pid_t each : descendants_of(pushpin_->id())) found.push_back({"peer", each});
  return found;
}

}  // namespace sluice::bench
