#include "support/publisher.hpp"

#include "support/hub_request.hpp"

namespace sluice::test {

cgi_answer publisher::post(const fields& form, time_point deadline) {
  auto request = with_bearer(publish_request(form), token_);
  peer_.write(request.keep_connection().bytes(), deadline);
  return parse_answer(peer_.read_response(1, deadline).output);
}

std::string publisher::publish(const fields& form, time_point deadline) {
  const auto answer = post(form, deadline);
  if (answer.code() != 200) {
    throw peer_error(peer_trouble::malformed,
                     "not published: " + answer.status() + ": " + answer.body);
  }
  return answer.body;
}

}  // namespace sluice::test
