#include "doctor/response_head.hpp"

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "doctor/advice.hpp"

namespace sluice::doctor {
namespace {

constexpr std::string_view stream_type = "text/event-stream";

std::string quoted(std::string_view name, std::string_view value) {
  return std::string(name) + ": " + printable(value, 80);
}

finding make_fault(const char* kind, std::string seen, const char* cause, web_server server) {
  return {"head", judgement::fault,    kind, "head of the stream", std::move(seen),
          cause,  advise(kind, server)};
}

bool is_from_cache(const client::timed_answer& answer) {
  const auto state =
      answer.header("X-Cache").value_or(answer.header("X-Cache-Status").value_or(""));
  const bool is_hit = equals_ignoring_case(state.substr(0, 3), "hit");
  const auto age = answer.header("Age");
  return is_hit || (age && *age != "0");
}

}  // namespace

finding judge_head(const client::timed_answer& answer, web_server server) {
  const auto type = answer.header("Content-Type").value_or("");
  if (type != stream_type) {
    const bool has_parameter =
        equals_ignoring_case(type.substr(0, stream_type.size()), stream_type);
    if (has_parameter) {
      return make_fault("charset", quoted("Content-Type", type),
                        "a layer adds to the type; servers on the way that know event streams "
                        "by exactly text/event-stream then hold them back",
                        server);
    }
    return make_fault("content-type", quoted("Content-Type", type.empty() ? "(none)" : type),
                      "browsers refuse a stream of another type than text/event-stream", server);
  }
  if (const auto encoding = answer.header("Content-Encoding");
      encoding && *encoding != "identity") {
    return make_fault("encoded", quoted("Content-Encoding", *encoding),
                      "a layer compresses though identity was asked for", server);
  }
  if (const auto length = answer.header("Content-Length")) {
    return make_fault("content-length", quoted("Content-Length", *length),
                      "a layer has collected the whole answer to count it", server);
  }
  if (is_from_cache(answer)) {
    return make_fault("cached", "Age or X-Cache say that it comes from a cache",
                      "a cache answers in place of the worker", server);
  }
  return {"head", judgement::fine, "", "head of the stream", "text/event-stream, and nothing else"};
}

finding beside_held_back(finding head) {
  if (head.kind != "content-length") return head;
  head.what = judgement::remark;
  head.cause += ", as the timing shows";
  head.change.clear();
  return head;
}

}  // namespace sluice::doctor
