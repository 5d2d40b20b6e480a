#include "cli/publish_pipeline.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sluice::cli {
namespace {

// For a 503 that names no time, and for one that says 0.
constexpr std::chrono::seconds shortest_wait{1};

}  // namespace

void publish_pipeline::add(std::string wire) {
  held_bytes_ += wire.size();
  entries_.push_back({std::move(wire), std::nullopt});
  to_send_.insert(first_number_ + entries_.size() - 1);
}

void publish_pipeline::add_refused(std::string why) {
  publish_answer refused;
  refused.status = 400;
  refused.error = std::move(why);
  entries_.push_back({{}, std::move(refused)});
}

const std::string* publish_pipeline::take_next(time_point now) {
  if (to_send_.empty()) return nullptr;
  if (busy_until_ && (!in_flight_.empty() || now < *busy_until_)) return nullptr;
  const std::size_t number = *to_send_.begin();
  to_send_.erase(to_send_.begin());
  in_flight_.push_back(number);
  return &at(number).wire;
}

std::optional<time_point> publish_pipeline::due() const {
  if (!busy_until_ || to_send_.empty() || !in_flight_.empty()) return std::nullopt;
  return busy_until_;
}

bool publish_pipeline::take_answer(publish_answer what, time_point now) {
  if (in_flight_.empty()) return false;
  const std::size_t number = in_flight_.front();
  in_flight_.pop_front();
  if (what.status == status_busy && busy_ == when_busy::wait) {
    const auto until = now + std::max(what.retry_after.value_or(shortest_wait), shortest_wait);
    busy_until_ = std::max(busy_until_.value_or(until), until);
    to_send_.insert(number);
    return true;
  }
  // Answers to what was sent before the 503 say nothing of the time after it.
  const bool was_probe = in_flight_.empty() && (!busy_until_ || now >= *busy_until_);
  if (was_probe) busy_until_.reset();
  settle(at(number), std::move(what));
  return true;
}

std::optional<publish_pipeline::settled> publish_pipeline::take_settled() {
  if (!has_settled()) return std::nullopt;
  settled first{first_number_, std::move(*entries_.front().answer)};
  entries_.pop_front();
  ++first_number_;
  return first;
}

void publish_pipeline::settle(entry& which, publish_answer what) {
  held_bytes_ -= which.wire.size();
  which.wire = {};
  which.answer = std::move(what);
}

}  // namespace sluice::cli
