#include "bench/peers/node_subject.hpp"

#include <stdexcept>

#include "bench/peers/http_text.hpp"
#include "support/deadline.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

std::vector<std::string> command_of(const std::string& address) {
  const std::size_t colon = address.rfind(':');
  return {"node", SLUICE_NODE_HUB, address.substr(0, colon), address.substr(colon + 1)};
}

}  // namespace

node_subject::node_subject(const subject_plan& how)
    : publish_lines_(how.publish_lines), node_(test::program{.arguments = command_of(address_)}) {
  const bool is_ready = test::eventually(
      test::within(), [&] { return !node_.is_running() || test::is_listening(address_); });
  if (is_ready && node_.is_running()) return;
  throw std::runtime_error("the Node hub does not serve: " + node_.errors());
}

std::string node_subject::stream_request(const stream_order& what) const {
  return stream_text("/events?topic=" + what.topic, what);
}

publish_way node_subject::publishing() const {
  return {address_, answer_form::http, publish_lines_, 1};
}

std::string node_subject::publish_request(const update_order& what) const {
  return post_text("/publish?topic=" + what.topics.front(), "Content-Type: text/plain\r\n",
                   what.data);
}

}  // namespace sluice::bench
