#include "mercure/publish_request.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "http/content_length.hpp"
#include "http/form.hpp"
#include "mercure/name.hpp"

namespace sluice::mercure {
namespace {

using judgement = std::optional<refusal>;

refusal bad(std::string sentence) {
  return {400, std::move(sentence)};
}

std::string field(std::string_view name) {
  return "the field " + quoted(name);
}

judgement judge_body(const request& what) {
  const auto type = what.header("Content-Type");
  if (!type || !http::is_form_content_type(*type)) {
    return bad("the body must be application/x-www-form-urlencoded, and " +
               (type ? "Content-Type is " + quoted(*type) : "there is no Content-Type"));
  }
  const auto length =
      http::check_content_length(what.variable("CONTENT_LENGTH"), what.body().size());
  if (length.has_error()) return bad(length.error().detail);
  return std::nullopt;
}

struct form {
  std::vector<std::string> topics;
  std::optional<std::string> data;
  std::optional<std::string> id;
  std::optional<std::string> type;
  std::optional<std::string> retry;
  audience to = audience::everyone;
};

std::optional<std::string>* find_single(form& in, std::string_view name) {
  if (name == "data") return &in.data;
  if (name == "id") return &in.id;
  if (name == "type") return &in.type;
  if (name == "retry") return &in.retry;
  return nullptr;
}

judgement take(form& into, std::string name, std::string value, std::size_t most_topics) {
  if (!is_utf8(name) || !is_utf8(value)) return bad(field(name) + " is not UTF-8");
  if (name == "topic") {
    // One more than allowed tells that there are too many.
    if (into.topics.size() <= most_topics) into.topics.push_back(std::move(value));
  } else if (name == "private") {
    into.to = audience::granted;  // by its presence; the value means nothing
  } else if (auto* const single = find_single(into, name); single && !*single) {
    *single = std::move(value);
  }
  return std::nullopt;
}

// Field by field, so that a body of a million empty fields does not become a million strings.
outcome<form> try_read_form(std::string_view body, std::size_t most_topics) {
  form read;
  while (!body.empty()) {
    const std::size_t end = std::min(body.find('&'), body.size());
    for (auto& [name, value] : http::parse_form(body.substr(0, end))) {
      if (auto no = take(read, std::move(name), std::move(value), most_topics)) {
        return std::move(*no);
      }
    }
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return read;
}

// Any number of 64 bits, as the reference hub takes it; what is above the clock's range becomes its
// end. Zero counts as none, as there: browsers would come back without a pause.
outcome<std::optional<std::chrono::milliseconds>> try_read_retry(
    const std::optional<std::string>& text) {
  using std::chrono::milliseconds;
  if (!text || text->empty()) return std::optional<milliseconds>();
  std::uint64_t number = 0;
  const char* const end = text->data() + text->size();
  const auto parsed = std::from_chars(text->data(), end, number);
  if (parsed.ec != std::errc() || parsed.ptr != end) {
    return bad(field("retry") + " is not a whole number of milliseconds");
  }
  if (number == 0) return std::optional<milliseconds>();
  constexpr auto longest = static_cast<std::uint64_t>(milliseconds::max().count());
  return std::optional(milliseconds(std::min(number, longest)));
}

update to_update(form read) {
  update made(std::move(read.topics), std::move(read.data).value_or(""));
  made.id(std::move(read.id).value_or("")).type(std::move(read.type).value_or(""));
  return std::move(made.to(read.to));
}

}  // namespace

outcome<update> try_read_update(const request& what, const publish_limits& within) {
  if (auto no = judge_body(what)) return std::move(*no);
  auto read = try_read_form(what.body(), within.topics);
  if (read.has_error()) return std::move(read).error();
  const auto retry_text = std::move(read->retry);
  update made = to_update(std::move(*read));
  if (auto no = object_to_sizes(made, within)) return std::move(*no);
  const auto retry = try_read_retry(retry_text);
  if (retry.has_error()) return retry.error();
  if (auto no = object_to_names(made, within)) return std::move(*no);
  if (*retry) made.retry(**retry);
  return made;
}

reply accepted(std::string id) {
  return reply(200, std::move(id));
}

}  // namespace sluice::mercure
