#include "bench/peers/http_text.hpp"

namespace sluice::bench {

std::string stream_text(const std::string& target, const stream_order& what) {
  std::string text =
      "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n";
  if (!what.last_id.empty()) text += "Last-Event-ID: " + what.last_id + "\r\n";
  if (!what.token.empty()) text += "Authorization: Bearer " + what.token + "\r\n";
  if (what.cookie_bytes > 0) text += "Cookie: site=" + std::string(what.cookie_bytes, 'c') + "\r\n";
  return text + "\r\n";
}

std::string post_text(const std::string& target, const std::string& head_lines,
                      const std::string& body) {
  return "POST " + target +
         " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         head_lines + "\r\n" + body;
}

}  // namespace sluice::bench
