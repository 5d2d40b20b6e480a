#include "support/cgi_answer.hpp"

#include <algorithm>
#include <cctype>

#include "support/fcgi_peer.hpp"

namespace sluice::test {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
  return out;
}

[[noreturn]] void refuse(const std::string& why, std::string_view output) {
  throw peer_error(peer_trouble::malformed, why + ": " + std::string(output.substr(0, 300)));
}

}  // namespace

std::string cgi_answer::status() const {
  const auto found = all("Status");
  return found.empty() ? "200 OK" : found.front();
}

int cgi_answer::code() const {
  return std::stoi(status());
}

std::vector<std::string> cgi_answer::all(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& [key, value] : headers) {
    if (lower(key) == lower(name)) found.push_back(value);
  }
  return found;
}

cgi_answer parse_answer(std::string_view output) {
  const auto end = output.find("\r\n\r\n");
  if (end == std::string_view::npos) refuse("no head", output);
  cgi_answer answer;
  answer.head = output.substr(0, end + 4);
  answer.body = output.substr(end + 4);
  for (std::string_view rest = output.substr(0, end + 2); !rest.empty();) {
    const auto line = rest.substr(0, rest.find("\r\n"));
    const auto colon = line.find(": ");
    if (colon == std::string_view::npos) refuse("not a header line", line);
    if (line.find_first_of("\r\n") != std::string_view::npos) refuse("a stray line end", line);
    answer.headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    rest.remove_prefix(line.size() + 2);
  }
  return answer;
}

}  // namespace sluice::test
