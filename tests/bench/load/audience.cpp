#include "bench/load/audience.hpp"

#include <algorithm>
#include <stdexcept>

#include "bench/interruption.hpp"

namespace sluice::bench {

audience::audience(ready_set& ready, audience_plan plan) : ready_(ready), plan_(std::move(plan)) {
  for (std::size_t i = 0; i < plan_.streams; ++i) {
    members_.emplace_back(static_cast<subscriber_host&>(*this), i);
  }
}

void audience::open_member(std::size_t index) {
  subscriber& who = members_[index];
  who.open(plan_.address, plan_.how, plan_.ask(index, who.last_id()), ready_);
}

void audience::open(test::time_point deadline) {
  while (answered_ < members_.size()) {
    while (asked_ < members_.size() && asked_ - answered_ < plan_.in_flight) open_member(asked_++);
    turn(deadline);
    if (found.refused > 0) throw std::runtime_error(found.first_refusal);
    if (test::clock::now() < deadline) continue;
    throw std::runtime_error("of " + std::to_string(members_.size()) + " streams only " +
                             std::to_string(found.live) + " began");
  }
}

void audience::turn(test::time_point until) {
  const auto now = test::clock::now();
  while (!returns_.empty() && returns_.top().first <= now) {
    const std::size_t index = returns_.top().second;
    returns_.pop();
    open_member(index);
  }
  if (!returns_.empty()) until = std::min(until, returns_.top().first);
  ready_.turn(until);
  throw_if_interrupted();
}

void audience::on_begin(subscriber& who) {
  ++answered_;
  if (is_stuck(who.index())) ready_.remove(who.number());
}

void audience::on_end(subscriber& who) {
  if (plan_.after == at_end::comes_back) {
    returns_.emplace(test::clock::now() + who.retry(), who.index());
  }
}

std::size_t audience::stuck() const {
  if (plan_.stuck_every == 0) return 0;
  return (members_.size() + plan_.stuck_every - 1) / plan_.stuck_every;
}

}  // namespace sluice::bench
