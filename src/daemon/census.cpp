#include "daemon/census.hpp"

#include <algorithm>
#include <utility>

namespace sluice::daemon {
namespace {

template <class Listed>
bool belongs(const std::vector<Listed>& to, std::size_t number, std::size_t Listed::*by) {
  return to.size() < census::most_listed || number > to.back().*by;
}

template <class Listed>
void insert(std::vector<Listed>& into, Listed one, std::size_t Listed::*by) {
  const auto place = std::find_if(into.begin(), into.end(),
                                  [&](const Listed& each) { return each.*by < one.*by; });
  into.insert(place, std::move(one));
  if (into.size() > census::most_listed) into.pop_back();
}

std::string text_of(const hub::interest& wanted) {
  std::string text;
  for (const hub::selector& each : wanted.selectors()) {
    if (!text.empty()) text += ' ';
    text += each.text();
  }
  return text;
}

}  // namespace

void census::add_slow(const std::string& address, std::size_t behind_bytes) {
  if (!belongs(slowest, behind_bytes, &slow_stream::behind_bytes)) return;
  insert(slowest, {address, behind_bytes}, &slow_stream::behind_bytes);
}

void census::add_crowd(const hub::interest& wanted, std::size_t members) {
  if (belongs(largest, members, &crowd::streams)) add_crowd({text_of(wanted), members});
}

void census::add_crowd(crowd one) {
  const auto same = std::find_if(largest.begin(), largest.end(),
                                 [&](const crowd& each) { return each.wanted == one.wanted; });
  if (same != largest.end()) {
    one.streams += same->streams;
    largest.erase(same);
  }
  insert(largest, std::move(one), &crowd::streams);
}

void census::add(const census& other) {
  streams += other.streams;
  streams_behind += other.streams_behind;
  queued_bytes += other.queued_bytes;
  audiences += other.audiences;
  for (const slow_stream& each : other.slowest) add_slow(each.address, each.behind_bytes);
  for (const crowd& each : other.largest) add_crowd(each);
}

}  // namespace sluice::daemon
