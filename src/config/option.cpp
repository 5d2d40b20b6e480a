#include "config/option.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "config/unit.hpp"

namespace sluice::config {
namespace {

template <class... Visitors>
struct overloaded : Visitors... {
  using Visitors::operator()...;
};

std::string quoted(std::string_view value) {
  return "\"" + printable(value) + "\"";
}

// What the three kinds of number have of their own.
struct number_form {
  std::string_view noun;
  std::string_view instead;
};
number_form form_of(const count&) {
  return {"a whole number", "digits alone"};
}
number_form form_of(const size&) {
  return {"a size", "bytes, or a number with KiB, MiB or GiB, such as 64KiB"};
}
number_form form_of(const duration&) {
  return {"a duration", "a number with ms, s, m or h, such as 500ms, 15s, 10m or 24h"};
}
auto parse(const count&, std::string_view value) {
  return try_parse_count(value);
}
auto parse(const size&, std::string_view value) {
  return try_parse_size(value);
}
auto parse(const duration&, std::string_view value) {
  return try_parse_duration(value);
}
std::string written(const count&, std::size_t value) {
  return std::to_string(value);
}
std::string written(const size&, std::size_t value) {
  return size_text(value);
}
std::string written(const duration&, std::chrono::milliseconds value) {
  return duration_text(value);
}

template <class Number>
std::string range_text(const Number& of) {
  const auto range = written(of, of.lowest) + " to " + written(of, of.highest);
  return of.zero.empty() ? range : "0 = " + std::string(of.zero) + ", or " + range;
}

template <class Number>
std::optional<std::string> assign_number(const Number& to, std::string_view value, settings& into) {
  using number = std::remove_reference_t<decltype(into.*(to.field))>;
  const auto parsed = parse(to, value);
  const auto [noun, instead] = form_of(to);
  if (!parsed) {
    return quoted(value)
        .append(" is not ")
        .append(noun)
        .append("; write ")
        .append(instead)
        .append(" (allowed: ")
        .append(range_text(to))
        .append(")");
  }
  const bool is_zero = !to.zero.empty() && *parsed == number{};
  if (!is_zero && (*parsed < to.lowest || *parsed > to.highest)) {
    return quoted(value) + " is out of range; write " + range_text(to);
  }
  into.*(to.field) = *parsed;
  return std::nullopt;
}

std::optional<std::string> assign_flag(const flag& to, std::string_view value, settings& into) {
  const auto parsed = try_parse_flag(value);
  if (!parsed) return quoted(value) + " is neither yes nor no; write true or false";
  into.*(to.field) = *parsed;
  return std::nullopt;
}

std::optional<std::string> assign_mode(const mode& to, std::string_view value, settings& into) {
  const auto parsed = try_parse_mode(value);
  if (!parsed) {
    return quoted(value) +
           " is not a file mode; write four octal digits from 0000 to 0777, such as 0660";
  }
  into.*(to.field) = *parsed;
  return std::nullopt;
}

// Text of any kind: control bytes in a path or a name are a slip of copying, never meant.
std::optional<std::string> refuse_unreadable(std::string_view value) {
  const auto is_control = [](unsigned char byte) { return byte < 0x20 || byte == 0x7f; };
  if (!is_utf8(value)) return quoted(value) + " is not UTF-8; write it in UTF-8";
  if (std::any_of(value.begin(), value.end(), is_control)) {
    return quoted(value) + " contains a control character; write it without";
  }
  return std::nullopt;
}

template <class Text>
std::optional<std::string> check_text(const Text& to, std::string_view value) {
  if (const auto why = refuse_unreadable(value)) return why;
  if (const auto why = to.check(value)) return quoted(value) + " " + *why;
  return std::nullopt;
}

std::optional<std::string> assign_secret(const secret_files& to, std::string_view value,
                                         settings& into) {
  const bool is_none = value.empty();
  if (!is_none && (!value.starts_with('/') || refuse_unreadable(value))) {
    return "the value (not shown, as it may be the secret itself) is not an absolute path; write "
           "the path of the file that holds the secret";
  }
  if (!is_none) (into.*(to.field)).emplace_back(value);
  return std::nullopt;
}

std::string joined(std::span<const std::string_view> words) {
  std::string all;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) all += i + 1 == words.size() ? " or " : ", ";
    all += words[i];
  }
  return all;
}

std::optional<std::string> assign_choice(const choice& to, std::string_view value, settings& into) {
  const auto found = std::find(to.words.begin(), to.words.end(), value);
  if (found == to.words.end()) return quoted(value) + " is unknown; write " + joined(to.words);
  to.store(into, static_cast<std::size_t>(found - to.words.begin()));
  return std::nullopt;
}

}  // namespace

std::string_view title(group of) {
  switch (of) {
    case group::listening:
      return "Listening";
    case group::routes:
      return "Routes";
    case group::access:
      return "Access";
    case group::history:
      return "History";
    case group::streams:
      return "Event streams";
    case group::requests:
      return "Requests";
    case group::process:
      return "Process";
  }
  return "";
}

bool is_flag(const option& which) {
  return std::holds_alternative<flag>(which.kind);
}

bool is_repeatable(const option& which) {
  return std::holds_alternative<text_list>(which.kind) ||
         std::holds_alternative<secret_files>(which.kind);
}

std::string variable_name(std::string_view option_name) {
  std::string name = "SLUICE_";
  for (const char letter : option_name) {
    const bool is_lower = letter >= 'a' && letter <= 'z';
    name += letter == '-' ? '_' : is_lower ? static_cast<char>(letter - 'a' + 'A') : letter;
  }
  return name;
}

std::optional<std::string> assign(const option& which, std::string_view value, settings& into) {
  using answer = std::optional<std::string>;
  return std::visit(overloaded{
                        [&](const flag& to) { return assign_flag(to, value, into); },
                        [&](const mode& to) { return assign_mode(to, value, into); },
                        [&](const secret_files& to) { return assign_secret(to, value, into); },
                        [&](const choice& to) { return assign_choice(to, value, into); },
                        [&](const text& to) -> answer {
                          if (const auto why = check_text(to, value)) return why;
                          into.*(to.field) = value;
                          return std::nullopt;
                        },
                        [&](const text_list& to) -> answer {
                          if (const auto why = check_text(to, value)) return why;
                          (into.*(to.field)).emplace_back(value);
                          return std::nullopt;
                        },
                        [&](const auto& number) { return assign_number(number, value, into); },
                    },
                    which.kind);
}

void clear(const option& which, settings& into) {
  if (const auto* list = std::get_if<text_list>(&which.kind)) (into.*(list->field)).clear();
  if (const auto* list = std::get_if<secret_files>(&which.kind)) (into.*(list->field)).clear();
}

std::vector<std::string> values_of(const option& which, const settings& from) {
  using values = std::vector<std::string>;
  return std::visit(
      overloaded{
          [&](const flag& of) { return values{from.*(of.field) ? "true" : "false"}; },
          [&](const mode& of) { return values{mode_text(from.*(of.field))}; },
          [&](const secret_files& of) { return from.*(of.field); },
          [&](const choice& of) { return values{std::string(of.words[of.index(from)])}; },
          [&](const text& of) { return values{from.*(of.field)}; },
          [&](const text_list& of) { return from.*(of.field); },
          [&](const auto& number) { return values{written(number, from.*(number.field))}; },
      },
      which.kind);
}

std::string default_text(const option& which, std::string_view quote) {
  std::string text;
  for (const std::string& each : values_of(which, settings{})) {
    if (each.empty()) continue;
    if (!text.empty()) text += ", ";
    text.append(quote).append(each).append(quote);
  }
  return text.empty() ? "none" : text;
}

std::string allowed_text(const option& which) {
  return std::visit(
      overloaded{
          [](const flag&) { return std::string("true or false"); },
          [](const mode&) { return std::string("0000 to 0777, octal"); },
          [](const secret_files&) { return std::string("an absolute path; empty = none"); },
          [](const choice& of) { return joined(of.words); },
          [](const text& of) { return std::string(of.allowed); },
          [](const text_list& of) { return std::string(of.allowed); },
          [](const auto& number) { return range_text(number); },
      },
      which.kind);
}

}  // namespace sluice::config
