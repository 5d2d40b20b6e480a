#include "integration/hub/publishing_crowd.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <poll.h>

#include "support/cgi_answer.hpp"
#include "support/hub_request.hpp"
#include "support/token.hpp"

namespace sluice::test {
namespace {

// How long one look at all connections waits when nothing comes.
constexpr int look_milliseconds = 100;

}  // namespace

publishing_crowd::publishing_crowd(const std::string& address, std::string name,
                                   std::size_t publishers)
    : name_(std::move(name)), all_(publishers) {
  for (one& each : all_) each.peer = std::make_unique<fcgi_peer>(address);
}

void publishing_crowd::send_next(std::size_t publisher) {
  one& by = all_[publisher];
  static const std::string token = publisher_token();
  const std::string id =
      name_ + "/" + std::to_string(publisher) + "/" + std::to_string(by.sent.size());
  auto post = publish_request({{"topic", "a"}, {"id", id}, {"data", id}});
  try {
    by.peer->write(with_bearer(post, token).keep_connection().bytes());
    by.sent.push_back(id);
  } catch (const peer_error&) {
    by.is_over = true;
  }
}

void publishing_crowd::publish(std::size_t answers, const std::function<void()>& on_answers,
                               time_point deadline) {
  for (std::size_t i = 0; i < all_.size(); ++i) send_next(i);
  bool is_sending = true;
  std::size_t answered = 0;
  std::vector<pollfd> asked(all_.size());
  for (;;) {
    std::size_t waiting = 0;
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const bool is_due = !all_[i].is_over && all_[i].answered < all_[i].sent.size();
      asked[i] = {is_due ? all_[i].peer->number() : -1, POLLIN, 0};
      waiting += is_due ? 1 : 0;
    }
    if (waiting == 0) return;
    if (clock::now() > deadline) throw peer_error(peer_trouble::late, "answers to publishes");
    poll(asked.data(), asked.size(), look_milliseconds);
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (asked[i].revents == 0 || !take_from(all_[i])) continue;
      if (++answered == answers) {
        is_sending = false;
        on_answers();
      }
      if (is_sending) send_next(i);
    }
  }
}

// What the worker has written before its end is read after it, and counts: it was answered.
bool publishing_crowd::take_from(one& which) {
  const bool is_closed = which.peer->receive() != connection_state::open;
  bool is_answered = false;
  while (const auto next = which.peer->take_record()) {
    if (next->type != record_type::end) {
      which.output += next->content;
      continue;
    }
    const auto answer = parse_answer(std::exchange(which.output, {}));
    if (answer.code() != 200 || answer.body != which.sent.back()) {
      throw peer_error(peer_trouble::malformed, "not published: " + answer.body);
    }
    ++which.answered;
    is_answered = true;
  }
  which.is_over = which.is_over || is_closed;
  return is_answered;
}

std::vector<std::vector<std::string>> publishing_crowd::answered() const {
  std::vector<std::vector<std::string>> ids;
  for (const one& each : all_) {
    const auto end = each.sent.begin() + static_cast<std::ptrdiff_t>(each.answered);
    ids.emplace_back(each.sent.begin(), end);
  }
  return ids;
}

std::size_t publishing_crowd::misplaced_in(const std::vector<std::string>& order) const {
  std::map<std::string, std::size_t> places;
  for (std::size_t i = 0; i < order.size(); ++i) places.emplace(order[i], i);
  std::size_t misplaced = 0;
  for (const auto& of_one : answered()) {
    std::size_t last = 0;
    for (const auto& id : of_one) {
      const auto at = places.find(id);
      if (at == places.end() || at->second < last) ++misplaced;
      if (at != places.end()) last = at->second;
    }
  }
  return misplaced;
}

std::vector<std::string> publishing_crowd::sent() const {
  std::vector<std::string> ids;
  for (const one& each : all_) ids.insert(ids.end(), each.sent.begin(), each.sent.end());
  return ids;
}

}  // namespace sluice::test
