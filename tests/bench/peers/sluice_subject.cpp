#include "bench/peers/sluice_subject.hpp"

#include <csignal>
#include <fstream>
#include <optional>
#include <stdexcept>

#include "bench/hub_request.hpp"
#include "bench/peers/http_text.hpp"
#include "bench/signing.hpp"
#include "support/deadline.hpp"
#include "support/socket.hpp"
#include "support/web_request.hpp"

namespace sluice::bench {
namespace {

constexpr const char* hub_path = "/.well-known/mercure";
// The worker's own default.
constexpr int backlog = 4096;
// A client of the control socket may have 256 lines unanswered.
constexpr std::size_t lines_ahead = 128;

// Topics of selectors and templates hold no character but braces that a query has to escape.
std::string escaped(const std::string& topic) {
  std::string text;
  for (const char each : topic) {
    text += each == '{' ? "%7B" : each == '}' ? "%7D" : std::string(1, each);
  }
  return text;
}

std::string control_text(const update_order& what) {
  std::string topics;
  for (const std::string& each : what.topics)
    topics += (topics.empty() ? "\"" : ",\"") + each + "\"";
  const char* const privacy = what.to == reach::the_granted ? ",\"private\":true" : "";
  return "{\"topic\":[" + topics + "],\"data\":\"" + what.data + "\"" + privacy + "}\n";
}

std::string form_text(const update_order& what) {
  std::string form;
  for (const std::string& each : what.topics) form += "topic=" + each + "&";
  if (what.to == reach::the_granted) form += "private=on&";
  form += "data=";
  for (const char each : what.data) form += each == ' ' ? '+' : each;
  return form;
}

}  // namespace

sluice_subject::sluice_subject(const subject_plan& how, front before)
    : how_(how),
      secret_(draw_secret()),
      token_(mint(secret_, publishing_grants())),
      listening_(test::listen_on(address_, backlog)) {
  std::ofstream(folder_ / "publisher.key") << secret_;
  start_worker();
  if (before == front::nginx) {
    nginx_ = std::make_unique<nginx>(nginx_plan{.server = shipped_locations(address_),
                                                .workers = how.nginx_workers,
                                                .settings = how.nginx});
  }
}

sluice_subject::~sluice_subject() = default;

void sluice_subject::start_worker() {
  const std::string history =
      how_.history == "memory" ? "memory" : how_.history + ":" + folder_ / "history.db";
  worker_ = std::make_unique<test::process>(
      test::program{.arguments = {how_.sluice_program, "serve", "--publisher-key",
                                  folder_ / "publisher.key", "--anonymous", "--history", history,
                                  "--control", control_, "--loops", std::to_string(how_.loops)},
                    .descriptors = {{0, listening_.number()}}});
  const bool is_ready = test::eventually(
      test::within(), [&] { return !worker_->is_running() || test::is_listening(control_); });
  if (is_ready && worker_->is_running()) return;
  throw std::runtime_error("the worker does not serve: " + worker_->errors());
}

void sluice_subject::replace_worker() {
  worker_->signal(SIGKILL);
  worker_->wait(test::within());
  start_worker();
}

stream_place sluice_subject::streams() const {
  if (nginx_) return {nginx_->address(), framing::http};
  return {address_, framing::records};
}

std::string sluice_subject::stream_request(const stream_order& what) const {
  const std::string topic = escaped(what.topic);
  if (nginx_) return stream_text(std::string(hub_path) + "?topic=" + topic, what);
  test::web_request asked = subscribe_request(topic);
  if (!what.last_id.empty()) asked.last_event_id(what.last_id);
  if (!what.token.empty()) asked.variable("HTTP_AUTHORIZATION", "Bearer " + what.token);
  return asked.bytes();
}

publish_way sluice_subject::publishing() const {
  if (nginx_ && how_.publish_by == answer_form::http) {
    return {nginx_->address(), answer_form::http, how_.publish_lines, 1};
  }
  return {control_, answer_form::lines, 1, lines_ahead};
}

std::string sluice_subject::publish_request(const update_order& what) const {
  if (publishing().answers == answer_form::lines) return control_text(what);
  return post_text(
      hub_path,
      "Content-Type: application/x-www-form-urlencoded\r\nAuthorization: Bearer " + token_ + "\r\n",
      form_text(what));
}

std::vector<server_process> sluice_subject::processes() const {
  std::vector<server_process> found{{"worker", worker_->id()}};
  if (!nginx_) return found;
  for (const server_process& each : nginx_->processes()) found.push_back(each);
  return found;
}

std::string sluice_subject::subscriber_token(const std::string& topic) const {
  auth::claims grants;
  grants.subscribe = std::vector<std::string>{topic};
  return mint(secret_, grants);
}

}  // namespace sluice::bench
