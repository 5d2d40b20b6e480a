#include "hub/walk.hpp"

namespace sluice::hub {

void walk::add(subscription& whom, const audience& of) {
  if (added_ == visits_.size()) visit_all();
  visits_[added_++] = {&whom, &of};
}

intake walk::finish() {
  visit_all();
  return taken_;
}

void walk::visit_all() {
  for (std::size_t i = 0; i < added_; ++i) {
    if (i + 3 < added_) __builtin_prefetch(visits_[i + 3].whom);
    if (i + 2 < added_) visits_[i + 2].whom->prepare(reader::turn::after_next);
    if (i + 1 < added_) visits_[i + 1].whom->prepare(reader::turn::next);
    taken_ += visits_[i].whom->take(visits_[i].of->collected(head_, now_));
  }
  added_ = 0;
}

}  // namespace sluice::hub
