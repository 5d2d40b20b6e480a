#include "config/arguments.hpp"

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
    const std::string name(each.name);
    // A flag stands alone or has its value behind `=`, so it never takes the next argument.
    if (is_flag(each)) {
      add(name.c_str(), po::value<std::string>()->implicit_value("true"), "");
    } else {
      add(name.c_str(), po::value<std::string>(), "");
    }
  }
  return all;
}

std::vector<std::string> known_arguments() {
  std::vector<std::string> all{"--help", "--version", "--config"};
  for (const auto& each : options()) all.push_back("--" + std::string(each.name));
  return all;
}

// Takes out every `--name` that lacks its value. Program_options stops at the first of them, or
// takes the option behind it for the value; here all are told and the rest is still read.
std::vector<std::string> with_values(const std::vector<std::string>& arguments, reading& into) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == "--") {
      kept.insert(kept.end(), arguments.begin() + static_cast<std::ptrdiff_t>(i), arguments.end());
      break;
    }
    const auto name = argument.substr(std::min<std::size_t>(2, argument.size()));
    const bool ends_in_equals = argument.starts_with("--") && argument.ends_with('=');
    if (ends_in_equals) {
      into.problems.push_back({argument.substr(0, argument.size() - 1),
                               "has no value behind the =; write one, or '' after a space for "
                               "an empty one"});
    } else if (argument.starts_with("--") && takes_value(name)) {
      if (i + 1 == arguments.size() || arguments[i + 1].starts_with("--")) {
        into.problems.push_back({argument, "has no value; write " + argument + " VALUE"});
      } else {
        kept.push_back(argument);
        kept.push_back(arguments[++i]);
      }
    } else {
      kept.push_back(argument);
    }
  }
  return kept;
}

void refuse_unknown(const po::option& given, reading& into) {
  const std::string& token = given.original_tokens.front();
  const auto name = token.substr(0, token.find('='));
  into.problems.push_back(
      {printable(name), "no such option; " + advice_on(name, known_arguments())});
}

void take_known(const po::option& given, reading& into) {
  const std::string where = "--" + given.string_key;
  const std::string value = given.value.empty() ? "" : given.value.front();
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
