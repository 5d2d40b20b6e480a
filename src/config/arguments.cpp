#include "config/arguments.hpp"

#include <algorithm>

#include <boost/program_options.hpp>

#include "base/text.hpp"
#include "config/table.hpp"

namespace sluice::config {
namespace {

namespace po = boost::program_options;

bool takes_value(std::string_view name) {
  const auto* which = find_option(name);
  return name == "config" || (which != nullptr && !is_flag(*which));
}

po::options_description described() {
  po::options_description all;
  auto add = all.add_options();
  add("help,h", "");
  add("version", "");
  add("config", po::value<std::string>(), "");
  for (const auto& each : options()) {
    add(std::string(each.name).c_str(), po::value<std::string>(), "");
  }
  return all;
}

std::vector<std::string> known_names() {
  std::vector<std::string> all{"help", "version", "config"};
  for (const auto& each : options()) all.emplace_back(each.name);
  return all;
}

bool is_flag_name(std::string_view name) {
  const auto* which = find_option(name);
  return which != nullptr && is_flag(*which);
}

// "--help=x", "-hx": questions that program_options would refuse together with all the rest.
bool is_question_with_value(std::string_view argument) {
  return argument.starts_with("--help=") || argument.starts_with("--version=") ||
         (argument.starts_with("-h") && argument.size() > 2);
}

// Takes out every `--name` that lacks its value. Program_options stops at the first of them, or
// takes the option behind it for the value; here all are told and the rest is still read. A flag is
// given its value here, because program_options would take the next argument for it.
std::vector<std::string> with_values(const std::vector<std::string>& arguments, reading& into) {
  std::vector<std::string> kept;
  auto next = arguments.begin();
  while (next != arguments.end() && *next != "--") {
    const std::string& argument = *next++;
    const bool is_long = argument.starts_with("--");
    const auto name = is_long ? argument.substr(2) : "";
    if (is_long && argument.ends_with('=')) {
      into.problems.push_back({printable(argument.substr(0, argument.size() - 1)),
                               "has no value behind the =; write one, or '' after a space for "
                               "an empty one"});
    } else if (is_question_with_value(argument)) {
      into.problems.push_back({printable(argument), "takes no value; write it alone"});
    } else if (is_flag_name(name)) {
      kept.push_back(argument + "=true");
    } else if (!takes_value(name)) {
      kept.push_back(argument);
    } else if (next == arguments.end() || next->starts_with("--")) {
      into.problems.push_back({argument, "has no value; write " + argument + " VALUE"});
    } else {
      kept.push_back(argument);
      kept.push_back(*next++);
    }
  }
  kept.insert(kept.end(), next, arguments.end());
  return kept;
}

void refuse_unknown(const po::option& given, reading& into) {
  const std::string& token = given.original_tokens.front();
  const auto name = token.substr(0, token.find('='));
  into.problems.push_back(
      {printable(name), "no such option; " + advice_on(std::string_view(name).substr(
                                                           std::min<std::size_t>(2, name.size())),
                                                       known_names(), "--")});
}

// The parser hands out what was written; an implicit value is only stored later.
std::string given_value(const po::option& given) {
  if (!given.value.empty() && !given.value.front().empty()) return given.value.front();
  const auto* which = find_option(given.string_key);
  return which != nullptr && is_flag(*which) ? "true" : "";
}

void take_known(const po::option& given, reading& into) {
  const std::string where = "--" + given.string_key;
  const std::string value = given_value(given);
  if (given.string_key == "help") {
    into.asked = question::help;
  } else if (given.string_key == "version") {
    if (into.asked == question::none) into.asked = question::version;
  } else if (given.string_key == "config") {
    if (into.file) into.problems.push_back({where, "is given more than once; keep one"});
    into.file = file_choice{value, where};
  } else {
    add_assignment(into, {find_option(given.string_key), value, where});
  }
}

}  // namespace

reading read_arguments(const std::vector<std::string>& arguments) {
  reading into;
  const auto complete = with_values(arguments, into);
  const auto all = described();
  namespace style = po::command_line_style;
  constexpr int allowed = style::allow_long | style::long_allow_adjacent | style::long_allow_next |
                          style::allow_short | style::allow_dash_for_short |
                          style::short_allow_next;
  try {
    auto parser = po::command_line_parser(complete).options(all).style(allowed);
    bool follows_unknown = false;
    for (const auto& given : parser.allow_unregistered().run().options) {
      const bool is_positional = given.position_key >= 0;
      if (given.unregistered) refuse_unknown(given, into);
      if (!given.unregistered && !is_positional) take_known(given, into);
      // The word behind an unknown option is most likely its value, and not a problem of its own.
      if (is_positional && !follows_unknown) {
        into.problems.push_back({printable(given.original_tokens.front()),
                                 "unexpected argument; options begin with --"});
      }
      follows_unknown = given.unregistered;
    }
  } catch (const po::error& why) {
    into.problems.push_back({"arguments", why.what()});
  }
  return into;
}

}  // namespace sluice::config
