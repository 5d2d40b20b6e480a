#include "bench/hub_request.hpp"

#include <algorithm>

namespace sluice::bench {
namespace {

constexpr const char* hub_path = "/.well-known/mercure";

}  // namespace

test::web_request subscribe_request(const std::string& topic) {
  return test::web_request(std::string(hub_path) + "?topic=" + topic);
}

test::web_request publish_request(const std::vector<std::string>& topics, const std::string& data,
                                  const std::string& token) {
  std::string form;
  for (const std::string& each : topics) form += "topic=" + each + "&";
  form += "data=" + data;
  std::replace(form.begin(), form.end(), ' ', '+');
  test::web_request asked(hub_path);
  asked.method("POST")
      .variable("CONTENT_TYPE", "application/x-www-form-urlencoded")
      .variable("CONTENT_LENGTH", std::to_string(form.size()))
      .variable("HTTP_AUTHORIZATION", "Bearer " + token)
      .keep_connection()
      .body(form);
  return asked;
}

}  // namespace sluice::bench
