// Measures sluice and what its users could take in its place, side by side.
//
// No figure is a failure; --help says what the exit codes are.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/utsname.h>

#include "bench/duel/comparison.hpp"
#include "bench/duel/programme.hpp"
#include "bench/duel/settings.hpp"
#include "bench/interruption.hpp"
#include "bench/peers/subject.hpp"
#include "fcgi/descriptor_limit.hpp"
#include "support/worker.hpp"

namespace {

using namespace sluice::bench;

enum class output { tables, json };

// As a shell says of a program that a ctrl-C ended.
constexpr int interrupted = 130;

struct request {
  duel_plan plan;
  output as = output::tables;
  std::string save{};                   // where JSON goes as well; empty for nowhere
  std::vector<std::string> settings{};  // by name; all of the file's when there are none
  std::vector<std::string> left_out{};  // a sentence for each subject that cannot be measured here
};

std::string help_text() {
  std::string names;
  for (const std::string& each : subject_names()) names += " " + each;
  return "bench_peers [options] [SCENARIO]...\n\nScenarios, all by default:\n" + scenario_list() +
         "\nSubjects:" + names +
         "\n\n"
         "  --subject NAME        only this one; repeatable\n"
         "  --quick               smaller numbers and one round: about two minutes\n"
         "  --rounds N            how often each subject has its turn (3)\n"
         "  --streams N           subscribers (5000)\n"
         "  --cookie-bytes N      a cookie that each subscriber over HTTP sends (none)\n"
         "  --rate N              paced updates a second (2)\n"
         "  --seconds N           of the paced part (4)\n"
         "  --step-seconds N      of each step of size, loops, topics, templates, private (2)\n"
         "  --nginx-workers N     processes of every nginx (1)\n"
         "  --loops N             of sluice (1)\n"
         "  --nginx-settings FILE measures each of the file's settings of nginx beside the "
         "shipped\n"
         "                        ones, behind which they run; tests/bench/nginx_settings.conf\n"
         "  --setting NAME        only this one of the file; repeatable\n"
         "  --publish post        to the subject sluice, in place of its control socket\n"
         "  --worker FILE         the sluice that is measured; the one built beside this by "
         "default\n"
         "  --json                JSON in place of tables\n"
         "  --save FILE           JSON as well, for plot.mjs\n\n"
         "Exit codes: 0 all was measured, 1 a delivery was lost, doubled or exchanged or a "
         "subject\n"
         "failed, 2 wrong arguments or nothing to measure, 130 interrupted (the tables have what "
         "was\n"
         "measured before).\n\n"
         "Examples:\n"
         "  bench_peers --quick\n"
         "  bench_peers --subject sluice-direct --subject bare-direct --rounds 5 paced\n"
         "  bench_peers --streams 9000 connect idle\n";
}

// A day of seconds, more streams than a loopback address has ports.
constexpr std::size_t most = 100'000;

std::size_t count_of(const std::string& name, const std::string& text) {
  std::size_t count = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, count);
  if (read.ec == std::errc() && read.ptr == end && count > 0 && count <= most) return count;
  throw std::invalid_argument(name + " takes a number from 1 to " + std::to_string(most) +
                              ", not " + text);
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

void set_count(duel_plan& plan, const std::string& name, const std::string& value) {
  const std::map<std::string, std::size_t*> counts{
      {"--rounds", &plan.rounds},
      {"--streams", &plan.streams},
      {"--rate", &plan.updates_a_second},
      {"--cookie-bytes", &plan.cookie_bytes},
      {"--nginx-workers", &plan.subjects.nginx_workers},
      {"--loops", &plan.subjects.loops}};
  const auto found = counts.find(name);
  if (name == "--seconds") {
    plan.paced_time = std::chrono::seconds(count_of(name, value));
  } else if (name == "--step-seconds") {
    plan.step_time = std::chrono::seconds(count_of(name, value));
  } else if (found != counts.end()) {
    *found->second = count_of(name, value);
  } else {
    throw std::invalid_argument(name + " is not an option; --help lists them");
  }
}

void set_option(duel_plan& plan, const std::string& name, const std::string& value) {
  if (name == "--subject") {
    plan.chosen.push_back(value);
  } else if (name == "--worker") {
    plan.subjects.sluice_program = value;
  } else if (name == "--nginx-settings") {
    plan.settings = read_nginx_settings(value);
  } else if (name == "--publish") {
    if (value != "post") throw std::invalid_argument("--publish takes post, not " + value);
    plan.subjects.publish_by = answer_form::http;
  } else {
    set_count(plan, name, value);
  }
}

// Those of the file that were asked for.
void choose_settings(request& asked) {
  std::vector<nginx_settings> chosen;
  for (const std::string& name : asked.settings) {
    const auto& all = asked.plan.settings;
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const nginx_settings& each) { return each.name == name; });
    if (found == all.end()) throw std::invalid_argument("no settings are called " + name);
    chosen.push_back(*found);
  }
  if (!chosen.empty()) asked.plan.settings = chosen;
}

void check_subjects(const duel_plan& plan) {
  for (const std::string& each : plan.chosen) {
    bool is_known = false;
    for (const std::string& name : subject_names()) is_known = is_known || name == each;
    if (!is_known) throw std::invalid_argument("no subject is called " + each);
  }
}

// What is not installed here is left out, and the others are measured.
void leave_out_missing(request& asked) {
  std::vector<std::string> present;
  for (const std::string& each : subject_names()) {
    const std::vector<std::string>& chosen = asked.plan.chosen;
    if (!chosen.empty() && std::find(chosen.begin(), chosen.end(), each) == chosen.end()) continue;
    const auto missing = missing_part(each);
    if (!missing) {
      present.push_back(each);
      continue;
    }
    asked.left_out.push_back(each + " is left out: there is no " + *missing);
    std::fprintf(stderr, "bench_peers: %s\n", asked.left_out.back().c_str());
  }
  if (present.empty()) throw std::invalid_argument("nothing is left to measure");
  asked.plan.chosen = present;
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
    } else if (word == "--setting" && i + 1 < words.size()) {
      read.settings.push_back(words[++i]);
    } else if (word.starts_with("--") && i + 1 < words.size()) {
      set_option(read.plan, word, words[++i]);
    } else if (is_scenario(word)) {
      read.plan.wanted.insert(word);
    } else {
      throw std::invalid_argument(word + " is no scenario, or an option without its value");
    }
  }
  choose_settings(read);
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

std::vector<report> reports_of(const request& asked, const rounds& all) {
  std::vector<report> reports = to_reports(medians_of(all));
  report ratios = to_report(compare(all));
  ratios.remarks = asked.left_out;
  if (!ratios.rows.empty() || !ratios.remarks.empty()) reports.push_back(std::move(ratios));
  report settings = compare_settings(all);
  if (!settings.rows.empty()) reports.push_back(std::move(settings));
  return reports;
}

std::string document_text(const request& asked, const rounds& all) {
  return document_of(asked.plan, reports_of(asked, all)).dump(2) + "\n";
}

// After each run, so that a run that is interrupted has not been for nothing.
void save(const request& asked, const rounds& all) {
  if (asked.save.empty()) return;
  std::ofstream file(asked.save);
  if (!(file << document_text(asked, all))) throw std::runtime_error("cannot write " + asked.save);
}

// True when a delivery was lost or a subject failed.
bool print(const request& asked, const rounds& all) {
  bool has_failed = false;
  for (const report& each : reports_of(asked, all)) {
    has_failed = has_failed || !each.failures.empty();
    if (asked.as == output::tables) std::printf("%s\n", to_text(each).c_str());
  }
  if (asked.as == output::json) std::printf("%s", document_text(asked, all).c_str());
  return has_failed;
}

int run(request asked) {
  leave_out_missing(asked);
  // Every stream takes a descriptor here.
  sluice::fcgi::raise_descriptor_limit();
  catch_interruptions();
  rounds all;
  bool is_whole = true;
  try {
    progress tell;
    run_programme(asked.plan, tell, [&](const rounds& so_far) {
      all = so_far;
      save(asked, all);
    });
  } catch (const interruption&) {
    is_whole = false;
  }
  const bool has_failed = print(asked, all);
  if (is_whole) return has_failed ? 1 : 0;
  std::fprintf(stderr, "bench_peers: interrupted; all that was started has ended\n");
  return interrupted;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  try {
    for (const std::string& each : words) {
      if (each == "--help") return std::printf("%s", help_text().c_str()) > 0 ? 0 : 2;
    }
    return run(read_arguments(words));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_peers: %s\n", error.what());
    return 2;
  }
}
