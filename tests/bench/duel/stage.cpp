#include "bench/duel/stage.hpp"

#include <chrono>

namespace sluice::bench {
namespace {

constexpr const char* topic = "news";
// The kernel gives back what the opening took only after a moment (RCU).
constexpr std::chrono::seconds settling_time(1);

// A server's first stream touches code and data that all others share, so it is no part of what a
// stream takes. Another topic than theirs; it is closed when they are opened.
memory_use memory_behind_first_stream(scene& in) {
  in.open(1, [](std::size_t) { return stream_order{"first"}; });
  return memory_of(in.server().processes());
}

}  // namespace

stage::stage(const run_order& what, std::size_t streams)
    : what_(what), streams_(streams), in_(what), empty_(memory_behind_first_stream(in_)) {
  what_.tell.begin(what_.subject + ": opening", streams, "streams");
  opening_ =
      in_.measure([&] { in_.open(streams, [](std::size_t) { return stream_order{topic}; }); });
  what_.tell.add(streams);
}

void stage::publish(std::size_t updates) {
  for (std::size_t i = 0; i < updates; ++i) in_.publish({topic}, streams_);
}

// The first event of a stream takes memory and meets every cache cold, in each server in its own
// way; what lasts is what is measured.
void stage::warm_up() {
  publish(1);
  in_.listen_for_all();
}

void stage::find_connect(finding& found) const {
  add_processor_figures(opening_, streams_, found);
  found.figures.emplace_back("streams/s", static_cast<double>(streams_) / opening_.elapsed.count());
}

void stage::find_memory(finding& found) {
  in_.listen(settling_time);
  const memory_use now = memory_of(in_.server().processes());
  const auto count = static_cast<double>(streams_);
  double all = 0;
  for (const auto& [role, kib] : now.pss_kib) all += (kib - empty_.pss_kib.at(role)) / count;
  found.figures.emplace_back("total_pss_KiB", all);
  for (const char* role : {"worker", "nginx"}) {
    const auto at = now.pss_kib.find(role);
    if (at == now.pss_kib.end()) continue;
    found.figures.emplace_back(std::string(role) + "_pss_KiB",
                               (at->second - empty_.pss_kib.at(role)) / count);
  }
  found.figures.emplace_back("slab_KiB", (now.slab_kib - empty_.slab_kib) / count);
  found.figures.emplace_back("socket_KiB", (now.socket_kib - empty_.socket_kib) / count);
}

void stage::find_paced(finding& found) {
  const duel_plan& plan = what_.plan;
  const std::size_t updates =
      plan.updates_a_second * static_cast<std::size_t>(plan.paced_time.count());
  warm_up();
  what_.tell.begin(what_.subject + ": paced", updates, "updates");
  const usage used = in_.measure([&] {
    const std::chrono::nanoseconds period =
        std::chrono::nanoseconds(std::chrono::seconds(1)) / plan.updates_a_second;
    for (std::size_t i = 0; i < updates; ++i) {
      publish(1);
      in_.listen(period);
      what_.tell.add(1);
    }
  });
  add_delivery_figures(used, in_.listeners().so_far(), found);
}

void stage::find_bursts(std::size_t updates, std::size_t bursts, finding& found) {
  warm_up();
  what_.tell.begin(what_.subject + ": " + found.scenario, bursts, "bursts");
  const usage used = in_.measure([&] {
    for (std::size_t i = 0; i < bursts; ++i) {
      publish(updates);
      in_.listen_for_all();
      what_.tell.add(1);
    }
  });
  add_delivery_figures(used, in_.listeners().so_far(), found);
}

void stage::find_faults(finding& found) const {
  found.failures = in_.faults([](std::size_t) { return std::string(topic); });
}

}  // namespace sluice::bench
