#include "daemon/probe_book.hpp"

#include <algorithm>

namespace sluice::daemon {

bool probe_book::try_begin(const std::string& id, time_point now) {
  const std::lock_guard lock(mutex_);
  if (running_ == most_running) return false;
  ++running_;
  if (id.empty()) return true;
  if (entries_.size() == most_remembered) entries_.pop_front();
  entries_.push_back({id, probe_entry::state::running, now});
  return true;
}

void probe_book::count_write(const std::string& id) {
  const std::lock_guard lock(mutex_);
  if (auto* const entry = find_locked(id)) ++entry->writes;
}

void probe_book::end(const std::string& id, probe_entry::state how, time_point now) {
  const std::lock_guard lock(mutex_);
  --running_;
  auto* const entry = find_locked(id);
  if (entry == nullptr) return;
  entry->now = how;
  entry->ended = now;
}

std::optional<probe_entry> probe_book::find(std::string_view id) const {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [id](const probe_entry& each) { return each.id == id; });
  return found == entries_.rend() ? std::nullopt : std::optional(*found);
}

probe_entry* probe_book::find_locked(std::string_view id) {
  if (id.empty()) return nullptr;
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [id](const probe_entry& each) { return each.id == id; });
  return found == entries_.rend() ? nullptr : &*found;
}

}  // namespace sluice::daemon
