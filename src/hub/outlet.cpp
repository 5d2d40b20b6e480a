#include "hub/outlet.hpp"

#include <algorithm>
#include <utility>

#include "hub/hub.hpp"
#include "hub/walk.hpp"

namespace sluice::hub {

outlet::outlet(hub& source, loop::event_loop& loop, std::size_t backlog_limit_bytes)
    : hub_(source), loop_(loop), backlog_limit_bytes_(backlog_limit_bytes), head_(source.newest()) {
  hub_.join(*this);
}

outlet::~outlet() {
  detach();
}

void outlet::detach() {
  hub_.leave(*this);
}

void outlet::post(news next) {
  const std::lock_guard lock(mailbox_mutex_);
  mailbox_.push_back(std::move(next));
}

void outlet::wake() {
  const std::lock_guard lock(mailbox_mutex_);
  if (is_woken_ || mailbox_.empty()) return;
  is_woken_ = true;
  loop_.post([this] { deliver(); });
}

// What this loop's publishers have brought in one turn is there as a whole now, so the other loops
// are woken once for it, and before this one is busy with its own subscribers.
void outlet::deliver() {
  hub_.wake_others(*this);
  std::vector<news> batch;
  {
    const std::lock_guard lock(mailbox_mutex_);
    is_woken_ = false;
    batch.swap(mailbox_);
  }
  const std::uint64_t head = head_;
  for (const news& each : batch) {
    const auto* const next = std::get_if<delivery>(&each);
    if (!next) continue;
    collect(*next);
    head_ = next->entry->position();
  }
  hand_out(head);
  const time_point now = clock::now();
  for (const news& each : batch) {
    if (const auto* const next = std::get_if<delivery>(&each)) {
      counts_.observe(metrics::timing::delivery, now - next->held);
    }
    if (const auto* const ended = std::get_if<topic_end>(&each)) end(ended->topic);
  }
}

void outlet::count(const intake& taken) {
  counts_.add(metrics::counter::deliveries, taken.frames);
  counts_.add(metrics::counter::delivered_bytes, taken.bytes);
}

// Behind the updates of the batch. What was published after the end is among them, and then the hub
// says that the topic goes on.
void outlet::end(const std::string& topic) {
  const auto [first, last] = by_topic_.equal_range(topic);
  for (auto at = first; at != last; ++at) {
    if (hub_.has_ended(at->second->wanted())) at->second->end();
  }
}

// Whoever is found by a topic wants it, so what is left to ask is whether it may have it.
void outlet::collect(const delivery& next) {
  const update& what = next.entry->what();
  for (const std::string& topic : what.topics()) {
    const auto [first, last] = by_topic_.equal_range(topic);
    for (auto at = first; at != last; ++at) {
      if (at->second->wanted().may_have(what)) collect(*at->second, next);
    }
  }
  for (audience* const each : patterned_) {
    if (each->wanted().includes(what)) collect(*each, next);
  }
}

void outlet::collect(audience& one, const delivery& next) {
  if (!one.has_collected()) collecting_.push_back(&one);
  one.collect(next);
}

void outlet::hand_out(std::uint64_t head) {
  const auto due = std::exchange(collecting_, {});
  {
    const loop::send_queue::turn together(loop_.sends());
    walk visits(head, clock::now());
    for (const audience* const each : due) {
      for (subscription* const one : each->members()) visits.add(*one, *each);
    }
    count(visits.finish());
  }
  // Not before: what is queued refers to the frames.
  for (audience* const each : due) each->forget_collected();
}

void outlet::for_each_audience(
    const std::function<void(const interest&, std::size_t)>& each) const {
  for (const auto& [key, one] : audiences_) each(one->wanted(), one->size());
}

audience& outlet::join(const interest& wanted) {
  auto& place = audiences_[wanted.key()];
  if (place) return *place;
  place = std::make_unique<audience>(*this, wanted);
  if (wanted.is_exact()) {
    for (const selector& each : wanted.selectors()) {
      by_topic_.emplace(each.text(), place.get());
    }
  } else {
    patterned_.push_back(place.get());
  }
  return *place;
}

void outlet::leave(audience& one) {
  if (!one.is_empty()) return;
  for (const selector& each : one.wanted().selectors()) {
    const auto [first, last] = by_topic_.equal_range(std::string(each.text()));
    const auto found =
        std::find_if(first, last, [&](const auto& entry) { return entry.second == &one; });
    if (found != last) by_topic_.erase(found);
  }
  std::erase(patterned_, &one);
  std::erase(collecting_, &one);
  const std::string key = one.wanted().key();  // it goes with the audience
  audiences_.erase(key);
}

void outlet::go_on_later(subscription& one) {
  if (waiting_.empty()) loop_.post([this] { go_on(); });
  if (one.waiting_place_ != 0) return;
  waiting_.push_back(&one);
  one.waiting_place_ = static_cast<std::uint32_t>(waiting_.size());
}

void outlet::wait_no_more(const subscription& one) {
  if (one.waiting_place_ != 0) waiting_[one.waiting_place_ - 1] = nullptr;
}

// No reader ends a subscription meanwhile.
void outlet::go_on() {
  for (subscription* const each : std::exchange(waiting_, {})) {
    if (!each) continue;
    each->waiting_place_ = 0;
    each->catch_up();
  }
}

}  // namespace sluice::hub
