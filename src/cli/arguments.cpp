#include "cli/arguments.hpp"

#include <algorithm>
#include <utility>

#include <boost/program_options.hpp>

#include "base/text.hpp"
#include "config/suggestion.hpp"

namespace sluice::cli {
namespace {

namespace po = boost::program_options;

po::options_description describe(std::span<const option> known) {
  po::options_description all;
  auto add = all.add_options();
  for (const option& each : known) {
    const std::string name(each.name);
    if (each.what == takes::nothing) {
      add(name.c_str(), "");
    } else {
      add(name.c_str(), po::value<std::vector<std::string>>(), "");
    }
  }
  return all;
}

problem unknown_option(const std::string& token, std::span<const option> known) {
  std::vector<std::string> names;
  for (const option& each : known) names.emplace_back(each.name);
  const std::string name = token.substr(0, token.find('='));
  const std::string_view near =
      config::nearest(name.substr(std::min<std::size_t>(2, name.size())), names);
  std::string sentence = "there is no option " + printable(name);
  sentence += near.empty() ? "; --help lists them" : "; did you mean --" + std::string(near) + "?";
  return {sentence};
}

std::optional<problem> find_repeated(const arguments& given, std::span<const option> known) {
  for (const option& each : known) {
    if (each.what == takes::values || given.values(each.name).size() < 2) continue;
    return problem{"--" + std::string(each.name) + " is given more than once; keep one"};
  }
  return std::nullopt;
}

// Program_options would take the option behind it for the value.
std::optional<problem> find_valueless(const std::vector<std::string>& words,
                                      std::span<const option> known) {
  const auto end = std::find(words.begin(), words.end(), "--");
  for (auto word = words.begin(); word != end; ++word) {
    const bool wants_value = std::any_of(known.begin(), known.end(), [&](const option& each) {
      return each.what != takes::nothing && *word == "--" + std::string(each.name);
    });
    if (!wants_value) continue;
    const auto next = word + 1;
    if (next == end || next->starts_with("--")) {
      return problem{*word + " has no value; write " + *word + " VALUE, or " + *word +
                     "=VALUE where the value begins with --"};
    }
    word = next;
  }
  return std::nullopt;
}

}  // namespace

bool is_help_asked(const std::vector<std::string>& words) {
  const auto end = std::find(words.begin(), words.end(), "--");
  return std::any_of(words.begin(), end,
                     [](const std::string& word) { return word == "--help" || word == "-h"; });
}

outcome<arguments> arguments::try_read(const std::vector<std::string>& words,
                                       std::span<const option> known) {
  namespace style = po::command_line_style;
  constexpr int allowed = style::allow_long | style::long_allow_adjacent | style::long_allow_next;
  if (const auto valueless = find_valueless(words, known)) return *valueless;
  const po::options_description all = describe(known);
  arguments into;
  try {
    auto parser = po::command_line_parser(words).options(all).style(allowed);
    for (const po::option& given : parser.allow_unregistered().run().options) {
      const std::string& first = given.original_tokens.front();
      if (given.position_key >= 0) {
        into.operands_.push_back(given.value.front());
      } else if (given.unregistered) {
        return unknown_option(first, known);
      } else {
        auto& values = into.options_[given.string_key];
        values.push_back(given.value.empty() ? std::string() : given.value.front());
      }
    }
  } catch (const po::error& why) {
    return problem{why.what()};
  }
  if (const auto repeated = find_repeated(into, known)) return *repeated;
  return into;
}

std::optional<std::string> arguments::value(std::string_view name) const {
  const auto found = options_.find(name);
  if (found == options_.end()) return std::nullopt;
  return found->second.front();
}

std::vector<std::string> arguments::values(std::string_view name) const {
  const auto found = options_.find(name);
  return found == options_.end() ? std::vector<std::string>() : found->second;
}

}  // namespace sluice::cli
