#include "sources/control_line.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace sluice::sources {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

// Much of a line of a log, and more than any member's name has.
constexpr std::size_t quoted_bytes = 120;

enum class member { topic, data, is_private, id, type, retry, end };

struct member_rule {
  std::string_view name;
  std::string_view objection;
};

// In the order of `member`.
constexpr std::array<member_rule, 7> rules = {{
    {"topic", "is neither a text nor a list of texts"},
    {"data", "is not a text"},
    {"private", "is neither true nor false"},
    {"id", "is not a text"},
    {"type", "is not a text"},
    {"retry", "is not a whole number of milliseconds"},
    {"end", "is not a text"},
}};

std::string member_text(std::string_view name) {
  return "the member \"" + printable(name, quoted_bytes) + "\"";
}

std::optional<member> find_member(std::string_view name) {
  const auto found = std::ranges::find(rules, name, &member_rule::name);
  if (found == rules.end()) return std::nullopt;
  return static_cast<member>(found - rules.begin());
}

// Takes the parser's events one by one and ends the reading at the first that does not belong, so
// that no line becomes a tree. The functions that are not ours to name are nlohmann's json_sax.
class line_reader final {
 public:
  explicit line_reader(std::size_t most_topics) : most_topics_(most_topics) {}

  bool null() { return object_to_value(); }
  bool boolean(bool value) {
    if (!is_at(member::is_private)) return object_to_value();
    what_.to(value ? audience::granted : audience::everyone);
    return true;
  }
  bool number_integer(json::number_integer_t value) {
    if (value < 0) return object_to_value();
    return number_unsigned(static_cast<json::number_unsigned_t>(value));
  }
  bool number_unsigned(json::number_unsigned_t value);
  bool number_float(json::number_float_t, const json::string_t&) { return object_to_value(); }
  bool string(json::string_t& value);
  bool binary(json::binary_t&) { return object_to_value(); }
  bool start_object(std::size_t);
  bool key(json::string_t& name);
  bool end_object() { return true; }
  bool start_array(std::size_t);
  bool end_array() {
    is_in_list_ = false;
    return true;
  }
  bool parse_error(std::size_t at, const std::string&, const json::exception&) {
    return object("the line is not JSON at byte " + std::to_string(at));
  }

  control_order take_order();

 private:
  bool object(std::string sentence) {
    objection_ = std::move(sentence);
    return false;
  }
  bool object_to_value();
  // The value to come is that of `which`, and no element of a list.
  bool is_at(member which) const { return at_ == which && !is_in_list_; }
  bool is_given(member which) const { return given_[static_cast<std::size_t>(which)]; }
  void add_topic(std::string topic);

  std::size_t most_topics_;
  std::string objection_;
  bool is_in_object_ = false;
  bool is_in_list_ = false;
  std::optional<member> at_;
  std::array<bool, rules.size()> given_{};
  std::vector<std::string> topics_;
  std::string data_;
  std::string end_;
  update what_;
};

bool line_reader::object_to_value() {
  if (!at_) return object("the line is not an object");
  const member_rule& rule = rules[static_cast<std::size_t>(*at_)];
  return object(member_text(rule.name) + " " + std::string(rule.objection));
}

// As of a form: what is above the clock's range becomes its end, and zero counts as none, for
// browsers would come back without a pause.
bool line_reader::number_unsigned(json::number_unsigned_t value) {
  if (!is_at(member::retry)) return object_to_value();
  constexpr auto longest = static_cast<std::uint64_t>(milliseconds::max().count());
  if (value > 0) what_.retry(milliseconds(std::min<std::uint64_t>(value, longest)));
  return true;
}

bool line_reader::string(json::string_t& value) {
  if (!at_) return object_to_value();
  switch (*at_) {
    case member::topic:
      add_topic(std::move(value));
      return true;
    case member::data:
      data_ = std::move(value);
      return true;
    case member::id:
      what_.id(std::move(value));
      return true;
    case member::type:
      what_.type(std::move(value));
      return true;
    case member::end:
      end_ = std::move(value);
      return true;
    case member::is_private:
    case member::retry:
      break;
  }
  return object_to_value();
}

bool line_reader::start_object(std::size_t) {
  if (is_in_object_) return object_to_value();
  return is_in_object_ = true;
}

bool line_reader::key(json::string_t& name) {
  at_ = find_member(name);
  if (!at_) return object(member_text(name) + " is unknown");
  if (is_given(*at_)) return object(member_text(name) + " is given twice");
  return given_[static_cast<std::size_t>(*at_)] = true;
}

bool line_reader::start_array(std::size_t) {
  if (!is_at(member::topic)) return object_to_value();
  return is_in_list_ = true;
}

void line_reader::add_topic(std::string topic) {
  if (topics_.size() <= most_topics_) topics_.push_back(std::move(topic));
}

control_order line_reader::take_order() {
  if (!objection_.empty()) return rejection{400, std::move(objection_)};
  if (!is_given(member::end)) {
    update made(std::move(topics_), std::move(data_));
    made.id(what_.id()).type(what_.type()).to(what_.to());
    if (what_.retry()) made.retry(*what_.retry());
    return made;
  }
  if (std::ranges::count(given_, true) > 1) {
    return rejection{400, member_text("end") + " does not go with others"};
  }
  return topic_end{std::move(end_)};
}

}  // namespace

control_order read_control_line(std::string_view line, std::size_t most_topics) {
  if (!is_utf8(line)) return rejection{400, "the line is not UTF-8"};
  line_reader reader(most_topics);
  json::sax_parse(line.begin(), line.end(), &reader);
  return reader.take_order();
}

}  // namespace sluice::sources
