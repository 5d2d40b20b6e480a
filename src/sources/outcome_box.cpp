#include "sources/outcome_box.hpp"

namespace sluice::sources {

void outcome_box::put(addressed_outcome next) {
  const std::lock_guard lock(mutex_);
  if (!loop_) return;
  waiting_.push_back(std::move(next));
  if (waiting_.size() == 1) loop_->post(on_filled_);
}

std::vector<addressed_outcome> outcome_box::take_all() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

void outcome_box::close() {
  const std::lock_guard lock(mutex_);
  loop_ = nullptr;
}

}  // namespace sluice::sources
