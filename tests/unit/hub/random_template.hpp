#pragma once

#include <cstddef>
#include <iterator>
#include <random>
#include <string>
#include <vector>

// The pattern of the deployed hubs, written out as a regular expression by what a random template
// is made of, not by what is read from its text.
class random_template final {
 public:
  explicit random_template(std::mt19937& random) : random_(random) {
    const std::size_t parts = 1 + below(4);
    for (std::size_t count = 0; count < parts; ++count)
      below(3) == 0 ? add_literal() : add_expression();
  }

  const std::string& text() const { return text_; }
  const std::string& pattern() const { return pattern_; }

  // Often matched, and otherwise nearly.
  std::string topic() {
    std::string topic;
    for (const part& one : parts_) {
      if (one.literal.empty()) {
        topic += expansion(one);
      } else {
        topic += one.literal;
      }
    }
    if (below(3) == 0) spoil(topic);
    return topic;
  }

 private:
  struct part {
    std::string literal;
    std::string first;
    std::string separator;
    std::size_t variables = 0;
  };

  std::size_t below(std::size_t limit) { return random_() % limit; }
  template <class Table>
  auto& any_of(const Table& table) {
    return table[below(std::size(table))];
  }

  void add_literal() {
    struct literal {
      const char* text;
      const char* quoted;
    };
    static const literal literals[] = {{"a", "a"},
                                       {"/", "/"},
                                       {"%2F", "%2F"},
                                       {".", "\\."},
                                       {"$", "\\$"},
                                       {"(", "\\("},
                                       {"\xC3\xA9", "\xC3\xA9"},
                                       {"?", "\\?"},
                                       {"=", "="},
                                       {"41", "41"},
                                       {",", ","},
                                       {"*", "\\*"}};
    const literal& chosen = any_of(literals);
    text_ += chosen.text;
    pattern_ += chosen.quoted;
    parts_.push_back({chosen.text, "", "", 0});
  }

  void add_expression() {
    struct operation {
      const char* sign;
      const char* first;
      const char* first_quoted;
      const char* separator;
      const char* separator_quoted;
      int is_named;
      int takes_reserved;
    };
    static const operation operations[] = {
        {"", "", "", ",", ",", 0, 0},      {"+", "", "", ",", ",", 0, 1},
        {"#", "#", "#", ",", ",", 0, 1},   {".", ".", "\\.", ".", "\\.", 0, 0},
        {"/", "/", "/", "/", "/", 0, 0},   {";", ";", ";", ";", ";", 1, 0},
        {"?", "?", "\\?", "&", "&", 1, 0}, {"&", "&", "&", "&", "&", 1, 0}};
    const operation& chosen = any_of(operations);
    const std::size_t count = 1 + below(3);
    int is_any_exploded = 0;
    int is_first_exploded = 0;
    text_ += "{" + std::string(chosen.sign);
    for (std::size_t at = 0; at < count; ++at) {
      const bool is_exploded = below(4) == 0;
      text_ += std::string(at == 0 ? "" : ",") + "v" + (is_exploded ? "*" : below(4) ? "" : ":3");
      is_any_exploded |= is_exploded;
      if (at == 0) is_first_exploded = is_exploded;
    }
    text_ += "}";

    const auto item = [&](int is_named) {
      std::string set = "A-Za-z0-9\\-._~";
      if (chosen.takes_reserved) {
        set += "!#$&'()*+,/:;=?@\\[\\]";
      } else {
        set += is_named ? ",=" : ",";
      }
      return "(?:[" + set + "]|%[0-9A-Fa-f][0-9A-Fa-f])*";
    };
    std::string items = item(chosen.is_named | is_first_exploded);
    if (count > 1 || is_first_exploded) {
      items += std::string("(?:") + chosen.separator_quoted +
               item(chosen.is_named | is_any_exploded) + ")" +
               (is_any_exploded ? "*" : "{0," + std::to_string(count - 1) + "}");
    }
    pattern_ += std::string("(?:") + chosen.first_quoted + "(?:" + items + "))?";
    parts_.push_back({"", chosen.first, chosen.separator, count});
  }

  std::string expansion(const part& of) {
    static const char* const values[] = {"", "a", "41", "%41", "%2f", "a=1", "=", "x,y", ".", "-"};
    if (below(4) == 0) return "";
    std::string text = of.first;
    const std::size_t items = 1 + below(of.variables + 1);
    for (std::size_t item = 0; item < items; ++item) {
      if (item > 0) text += of.separator;
      text += any_of(values);
    }
    return text;
  }

  void spoil(std::string& topic) {
    static const char* const bits[] = {"%", "%2", "/", "=", "\xC3", " ", "?", "&", ";", "#", "a"};
    const std::size_t at = below(topic.size() + 1);
    if (below(3) == 0) {
      topic.erase(at, 1);
    } else {
      topic.insert(at, any_of(bits));
    }
  }

  std::mt19937& random_;
  std::string text_;
  std::string pattern_;
  std::vector<part> parts_;
};
