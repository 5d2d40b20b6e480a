#include "http/head.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "base/text.hpp"
#include "http/header.hpp"
#include "http/status.hpp"

namespace sluice::http {
namespace {

void append_status(std::string& out, int status) {
  append_header(out, "Status", std::to_string(status).append(" ").append(reason_phrase(status)));
}

// Each of these makes a proxy or browser treat the stream as something else (field reports P1, P2).
void require_stream_header(std::string_view name, std::string_view value) {
  constexpr std::array<std::string_view, 3> refused = {"Content-Type", "Content-Encoding",
                                                       "X-Accel-Buffering"};
  require_header(name, value);
  if (std::any_of(refused.begin(), refused.end(),
                  [&](std::string_view each) { return equals_ignoring_case(name, each); })) {
    throw std::invalid_argument("the header " + std::string(name) +
                                " would hold an event stream back");
  }
}

}  // namespace

std::string encode_reply(const reply& what, answer_part part) {
  std::string out;
  append_status(out, what.status());
  const bool is_bodied = allows_body(what.status());
  for (const auto& [name, value] : what.headers()) {
    if (is_bodied || !equals_ignoring_case(name, "Content-Type")) append_header(out, name, value);
  }
  if (is_bodied) append_header(out, "Content-Length", std::to_string(what.body().size()));
  if (!has_header(what.headers(), "Cache-Control")) append_header(out, "Cache-Control", "no-store");
  if (!has_header(what.headers(), "X-Content-Type-Options")) {
    append_header(out, "X-Content-Type-Options", "nosniff");
  }
  out += "\r\n";
  if (is_bodied && part == answer_part::whole) out += what.body();
  return out;
}

std::string stream_head(const reply::header_list& extra) {
  std::string out;
  append_status(out, 200);
  append_header(out, "Content-Type", "text/event-stream");
  append_header(out, "Cache-Control", "no-cache, no-store, no-transform");
  append_header(out, "X-Accel-Buffering", "no");
  append_header(out, "X-Content-Type-Options", "nosniff");
  for (const auto& [name, value] : extra) {
    require_stream_header(name, value);
    append_header(out, name, value);
  }
  out += "\r\n";
  return out;
}

}  // namespace sluice::http
