// Measures sluice and what its users could take in its place, side by side.
//
// The exit code is 1 when a delivery was lost, doubled or out of order or a subject did not start,
// and 2 for wrong arguments; no figure is a failure.
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/utsname.h>

#include "bench/duel/comparison.hpp"
#include "bench/duel/programme.hpp"
#include "bench/interruption.hpp"
#include "bench/peers/subject.hpp"
#include "fcgi/descriptor_limit.hpp"
#include "support/worker.hpp"

namespace {

using namespace sluice::bench;

enum class output { tables, json };

struct request {
  duel_plan plan;
  output as = output::tables;
  std::string save{};  // where JSON goes as well; empty for nowhere
};

std::string help_text() {
  std::string names;
  for (const std::string& each : subject_names()) names += " " + each;
  return "bench_peers [options] [SCENARIO]...\n\nScenarios, all by default:\n" + scenario_list() +
         "\nSubjects:" + names +
         "\n\n"
         "  --subject NAME        only this one; repeatable\n"
         "  --quick               smaller numbers and one round: about a minute\n"
         "  --rounds N            how often each subject has its turn (3)\n"
         "  --streams N           subscribers (5000)\n"
         "  --rate N              paced updates a second (2)\n"
         "  --seconds N           of the paced part (4)\n"
         "  --step-seconds N      of each step of size, loops, topics, templates, private (2)\n"
         "  --nginx-workers N     processes of every nginx (1)\n"
         "  --loops N             of sluice (1)\n"
         "  --publish post        to sluice through nginx, in place of its control socket\n"
         "  --worker FILE         the sluice that is measured; the one built beside this by "
         "default\n"
         "  --json                JSON in place of tables\n"
         "  --save FILE           JSON as well, for plot.mjs\n\n"
         "Examples:\n"
         "  bench_peers --quick\n"
         "  bench_peers --subject sluice-direct --subject bare-direct --rounds 5 paced\n"
         "  bench_peers --streams 9000 connect idle\n";
}

std::size_t count_of(const std::string& text) {
  const bool is_number = !text.empty() && text.find_first_not_of("0123456789") == text.npos;
  if (!is_number || std::stoul(text) == 0) {
    throw std::invalid_argument("not a number above zero: " + text);
  }
  return std::stoul(text);
}

void make_quick(duel_plan& plan) {
  plan.streams = 1000;
  plan.flood_streams = 200;
  plan.storm_streams = 1000;
  plan.paced_time = std::chrono::seconds(2);
  plan.step_time = std::chrono::seconds(1);
  plan.bursts = 1;
  plan.rounds = 1;
}

void set_count(duel_plan& plan, const std::string& name, std::size_t count) {
  const std::map<std::string, std::size_t*> counts{
      {"--rounds", &plan.rounds},
      {"--streams", &plan.streams},
      {"--rate", &plan.updates_a_second},
      {"--nginx-workers", &plan.subjects.nginx_workers},
      {"--loops", &plan.subjects.loops}};
  const auto found = counts.find(name);
  if (name == "--seconds") {
    plan.paced_time = std::chrono::seconds(count);
  } else if (name == "--step-seconds") {
    plan.step_time = std::chrono::seconds(count);
  } else if (found != counts.end()) {
    *found->second = count;
  } else {
    throw std::invalid_argument(name + " is not an option; --help lists them");
  }
}

void set_option(duel_plan& plan, const std::string& name, const std::string& value) {
  if (name == "--subject") {
    plan.chosen.push_back(value);
  } else if (name == "--worker") {
    plan.subjects.sluice_program = value;
  } else if (name == "--publish" && value == "post") {
    plan.subjects.publish_by = answer_form::http;
  } else {
    set_count(plan, name, count_of(value));
  }
}

void check_subjects(const duel_plan& plan) {
  for (const std::string& each : plan.chosen) {
    bool is_known = false;
    for (const std::string& name : subject_names()) is_known = is_known || name == each;
    if (!is_known) throw std::invalid_argument("no subject is called " + each);
  }
}

request read_arguments(const std::vector<std::string>& words) {
  request read;
  read.plan.subjects.sluice_program = sluice::test::sluice_program();
  read.plan.subjects.bare_program = SLUICE_BARE_SENDER;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--json") {
      read.as = output::json;
    } else if (word == "--quick") {
      make_quick(read.plan);
    } else if (word == "--save" && i + 1 < words.size()) {
      read.save = words[++i];
    } else if (word.starts_with("--") && i + 1 < words.size()) {
      set_option(read.plan, word, words[++i]);
    } else if (is_scenario(word)) {
      read.plan.wanted.insert(word);
    } else {
      throw std::invalid_argument(word + " is no scenario, or an option without its value");
    }
  }
  check_subjects(read.plan);
  return read;
}

nlohmann::ordered_json document_of(const duel_plan& plan, const std::vector<report>& reports) {
  utsname system{};
  uname(&system);
  nlohmann::ordered_json document{{"cores", std::thread::hardware_concurrency()},
                                  {"kernel", system.release},
                                  {"rounds", plan.rounds},
                                  {"streams", plan.streams},
                                  {"updates_a_second", plan.updates_a_second},
                                  {"nginx_workers", plan.subjects.nginx_workers},
                                  {"loops", plan.subjects.loops}};
  for (const report& each : reports) document["reports"].push_back(to_json(each));
  return document;
}

std::vector<report> reports_of(const rounds& all) {
  std::vector<report> reports = to_reports(medians_of(all));
  reports.push_back(to_report(compare(all)));
  return reports;
}

std::string document_text(const request& asked, const rounds& all) {
  return document_of(asked.plan, reports_of(all)).dump(2) + "\n";
}

// After each act, so that a run that is interrupted has not been for nothing.
void save(const request& asked, const rounds& all) {
  if (asked.save.empty()) return;
  std::ofstream file(asked.save);
  if (!(file << document_text(asked, all))) throw std::runtime_error("cannot write " + asked.save);
}

int run(const request& asked) {
  // Every stream takes a descriptor here.
  sluice::fcgi::raise_descriptor_limit();
  catch_interruptions();
  rounds all;
  {
    progress tell;
    all = run_programme(asked.plan, tell, [&](const rounds& so_far) { save(asked, so_far); });
  }
  bool has_failed = false;
  for (const report& each : reports_of(all)) {
    has_failed = has_failed || !each.failures.empty();
    if (asked.as == output::tables) std::printf("%s\n", to_text(each).c_str());
  }
  if (asked.as == output::json) std::printf("%s", document_text(asked, all).c_str());
  return has_failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    for (const std::string& each : words) {
      if (each == "--help") return std::printf("%s", help_text().c_str()) > 0 ? 0 : 2;
    }
    return run(read_arguments(words));
  } catch (const interruption&) {
    std::fprintf(stderr, "\nbench_peers: interrupted\n");
    return 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "\nbench_peers: %s\n", error.what());
    return 2;
  }
}
