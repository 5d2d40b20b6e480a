// Properties of the control socket's lines, for any bytes: every line is answered once, in order,
// by a JSON object on a line of its own; neither the way the bytes are cut nor the order of the
// outcomes changes an answer; what is read as an update can be written and read again.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "sources/control_conversation.hpp"

using nlohmann::json;
using namespace sluice::sources;

namespace {

enum class outcome_order { forwards, backwards };

constexpr conversation_limits limits{64, 2, 3, 200};

void demand(bool holds, const char* property) {
  if (holds) return;
  std::cerr << "does not hold: " << property << '\n';
  std::abort();
}

void check_update(const sluice::update& what) {
  json line = {{"data", what.data()},
               {"id", what.id()},
               {"type", what.type()},
               {"topic", what.topics()},
               {"private", what.to() == sluice::audience::granted}};
  if (what.retry()) line["retry"] = what.retry()->count();
  for (const std::string& topic : what.topics()) demand(sluice::is_utf8(topic), "topics are UTF-8");
  demand(what.topics().size() <= limits.topics + 1, "topics are bounded");
  demand(read_control_line(line.dump(), limits.topics) == control_order(what),
         "an update is read as it was written");
}

outcome outcome_of(const numbered_order& asked) {
  if (const auto* const what = std::get_if<sluice::update>(&asked.what)) {
    check_update(*what);
    return published{what->id()};
  }
  if (const auto* const what = std::get_if<topic_end>(&asked.what)) return ended{what->topic};
  return std::get<rejection>(asked.what);
}

// All answers to `bytes`, which come in pieces of `piece` bytes; the outcomes of the lines that are
// taken together come first line first, or last line first.
std::string converse(std::string_view bytes, std::size_t piece, outcome_order order) {
  control_conversation with(limits);
  std::string answers;
  while (!with.is_over()) {
    if (with.wants_input()) {
      with.feed(bytes.substr(0, piece));
      bytes.remove_prefix(std::min(piece, bytes.size()));
      if (bytes.empty()) with.end_input(unfinished_line::counts);
    }
    std::vector<numbered_order> taken;
    while (auto next = with.take_order()) taken.push_back(std::move(*next));
    demand(taken.size() <= limits.unanswered_lines, "unanswered lines are bounded");
    if (order == outcome_order::backwards) std::reverse(taken.begin(), taken.end());
    for (const numbered_order& each : taken) with.answer(each.line, outcome_of(each));
    answers += with.output();
    with.drop_output(with.output().size());
  }
  return answers;
}

std::size_t count_lines(std::string_view bytes) {
  const auto breaks = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return breaks + (bytes.empty() || bytes.ends_with('\n') ? 0 : 1);
}

void check_answers(std::string_view answers) {
  while (!answers.empty()) {
    const std::size_t end = answers.find('\n');
    demand(end != answers.npos, "every answer is a line");
    const json read = json::parse(answers.substr(0, end), nullptr, false);
    demand(read.is_object(), "every answer is an object");
    demand(read.contains("id") + read.contains("ended") + read.contains("status") == 1,
           "every answer is an id, an end or a status");
    answers.remove_prefix(end + 1);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = converse(bytes, size == 0 ? 1 : size, outcome_order::forwards);
  check_answers(whole);
  demand(count_lines(whole) == count_lines(bytes), "every line has one answer");
  for (const std::size_t piece : {1U, 3U, 64U}) {
    for (const auto order : {outcome_order::forwards, outcome_order::backwards}) {
      demand(converse(bytes, piece, order) == whole, "pieces and order change no answer");
    }
  }
  return 0;
}
