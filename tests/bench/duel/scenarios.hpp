// What is measured. Each starts its subject, and ends it. A finding is added before it is measured,
// so that the last one tells what was being done when an exception came.
#pragma once

#include <string>
#include <vector>

#include "bench/duel/finding.hpp"
#include "bench/duel/plan.hpp"

namespace sluice::bench {

/// One topic and many streams: `connect`, `idle`, `paced`, `burst` and `used`, of those that are
/// wanted.
void run_shared_topic(const run_order& what, std::vector<finding>& into);
/// `flood`: a thousand updates at once.
void run_flood(const run_order& what, std::vector<finding>& into);
/// `size`: paced, from a hundred subscribers to nine thousand.
void run_sizes(const run_order& what, std::vector<finding>& into);
/// `loops`: paced and in bursts, with one event loop and with several.
void run_loops(const run_order& what, std::vector<finding>& into);

/// `topics`: the subscribers on one topic, and on up to ten thousand.
void run_topics(const run_order& what, std::vector<finding>& into);
/// `templates`: a topic, one template for all, and a template for each.
void run_templates(const run_order& what, std::vector<finding>& into);
/// `private`: a topic for each, which only its own subscriber may read.
void run_private(const run_order& what, std::vector<finding>& into);

/// `slow`: with readers that do not read, and without.
void run_slow(const run_order& what, std::vector<finding>& into);
/// `storm`: all streams lost, and back with what they missed.
void run_storm(const run_order& what, std::vector<finding>& into);

}  // namespace sluice::bench
