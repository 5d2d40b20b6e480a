// Any body is refused with a sentence, or is an update that an event stream can carry and that
// comes back from its own form. The first byte chooses small limits or the default ones; the rest
// is the body.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "http/form.hpp"
#include "mercure/publish_request.hpp"
#include "mercure/reserved_topic.hpp"

namespace {

using sluice::update;
using sluice::http::percent_encode_component;
using sluice::mercure::publish_limits;
using sluice::mercure::refusal;
using sluice::mercure::try_read_update;

// 120 quoted bytes of four characters each, and the words around them.
constexpr std::size_t longest_sentence_bytes = 600;

void require(bool holds) {
  if (!holds) std::abort();
}

sluice::request post(std::string body) {
  return sluice::request({{"REQUEST_METHOD", "POST"},
                          {"CONTENT_TYPE", "application/x-www-form-urlencoded"},
                          {"CONTENT_LENGTH", std::to_string(body.size())}},
                         std::move(body));
}

std::string to_form(const update& what) {
  std::string form;
  for (const std::string& topic : what.topics()) {
    form += "topic=" + percent_encode_component(topic) + '&';
  }
  form += "data=" + percent_encode_component(what.data());
  form += "&id=" + percent_encode_component(what.id());
  form += "&type=" + percent_encode_component(what.type());
  if (what.retry()) form += "&retry=" + std::to_string(what.retry()->count());
  if (what.to() == sluice::audience::granted) form += "&private";
  return form;
}

void check_name(const std::string& text, std::size_t limit_bytes) {
  require(sluice::is_utf8(text) && text.size() <= limit_bytes);
  require(std::none_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }));
}

void check_update(const update& what, const publish_limits& within) {
  require(!what.topics().empty() && what.topics().size() <= within.topics);
  for (const std::string& topic : what.topics()) {
    check_name(topic, within.name_bytes);
    require(!topic.empty() && topic != "*");
    require(!sluice::mercure::is_reserved_topic(topic, within.hub_path));
    require(!topic.starts_with(within.hub_path + '/'));
  }
  check_name(what.id(), within.name_bytes);
  check_name(what.type(), within.name_bytes);
  require(!what.id().starts_with('#') && what.id() != "earliest" && what.type() != "mercure");
  require(sluice::is_utf8(what.data()) && what.data().size() <= within.message_bytes);
  require(!what.retry() || what.retry()->count() > 0);
  const auto again = try_read_update(post(to_form(what)), within);
  require(again.has_value() && *again == what);
}

void check_refusal(const refusal& why) {
  require(why.status == 400 || why.status == 413);
  require(!why.sentence.empty() && why.sentence.size() <= longest_sentence_bytes);
  require(sluice::is_utf8(why.sentence));
  require(why.sentence.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
  require(to_reply(why).body() == why.sentence + ".\n");
}

publish_limits small_limits() {
  publish_limits small;
  small.topics = 3;
  small.name_bytes = 32;
  small.message_bytes = 48;
  return small;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size_bytes) {
  if (size_bytes == 0) return 0;
  const std::string body(reinterpret_cast<const char*>(data) + 1, size_bytes - 1);
  const publish_limits within = data[0] % 2 == 0 ? publish_limits() : small_limits();
  const auto read = try_read_update(post(body), within);
  if (read.has_value()) {
    check_update(*read, within);
  } else {
    check_refusal(read.error());
  }
  return 0;
}
