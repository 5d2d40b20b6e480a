#include "bench/publishers.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "bench/hub_request.hpp"
#include "support/cgi_answer.hpp"
#include "support/fcgi_peer.hpp"

namespace sluice::bench {
namespace {

// No answer takes this long unless it is lost: a commit of sqlite on a slow, busy disk needs a
// second.
constexpr std::chrono::seconds longest_wait(30);

}  // namespace

answers& answers::operator+=(const answers& later) {
  waits_ms.insert(waits_ms.end(), later.waits_ms.begin(), later.waits_ms.end());
  ids.insert(ids.end(), later.ids.begin(), later.ids.end());
  elapsed += later.elapsed;
  return *this;
}

class publishers::publisher final : public ready_listener {
 public:
  publisher(publishers& of, const std::string& address, std::size_t index)
      : of_(of), index_(index), peer_(address) {
    of_.ready_.add(peer_.number(), *this);
  }

  void publish_next() {
    const volley& what = *of_.current_;
    std::string data =
        std::to_string(index_) + " " + std::to_string(++numbers_[what.topics.front()]) + " ";
    if (data.size() < what.data_bytes) data.resize(what.data_bytes, 'x');
    const std::string bytes = publish_request(what.topics, data, of_.token_).bytes();
    asked_at_ = test::clock::now();
    peer_.write(bytes);
  }

  void on_ready() override {
    const auto state = peer_.receive();
    while (auto next = peer_.take_record()) {
      if (next->type == test::record_type::output) output_ += next->content;
      if (next->type == test::record_type::end) take_answer();
    }
    if (state != test::connection_state::open) {
      throw test::peer_error(test::peer_trouble::closed, "a publisher's connection was closed");
    }
  }

 private:
  void take_answer() {
    const std::chrono::duration<double, std::milli> wait = test::clock::now() - asked_at_;
    const auto answer = test::parse_answer(std::exchange(output_, {}));
    if (answer.code() != 200) {
      throw test::peer_error(test::peer_trouble::malformed,
                             "a publish was answered " + answer.status() + ": " + answer.body);
    }
    of_.take_answer(answer.body, wait.count());
    if (of_.has_more(*of_.current_)) {
      ++of_.asked_;
      publish_next();
    }
  }

  publishers& of_;
  const std::size_t index_;
  test::fcgi_peer peer_;
  std::map<std::string, std::size_t> numbers_;
  std::string output_;
  test::time_point asked_at_;
};

publishers::publishers(const std::string& address, std::string token, std::size_t count,
                       progress& tell, std::size_t first)
    : token_(std::move(token)), tell_(tell) {
  for (std::size_t i = 0; i < count; ++i) publishers_.emplace_back(*this, address, first + i);
}

publishers::~publishers() = default;

answers publishers::publish(const volley& what) {
  current_ = &what;
  asked_ = 0;
  found_ = {};
  const auto began = test::clock::now();
  for (publisher& each : publishers_) {
    if (!has_more(what)) break;
    ++asked_;
    each.publish_next();
  }
  while (found_.updates() < asked_) {
    if (!ready_.turn(test::within(longest_wait))) {
      throw test::peer_error(test::peer_trouble::late, "a publish was not answered");
    }
  }
  found_.elapsed = test::clock::now() - began;
  return std::exchange(found_, {});
}

bool publishers::has_more(const volley& what) const {
  return asked_ < what.updates && test::clock::now() < what.deadline;
}

void publishers::take_answer(std::string id, double wait_ms) {
  found_.ids.push_back(std::move(id));
  found_.waits_ms.push_back(wait_ms);
  tell_.add(1);
}

}  // namespace sluice::bench
