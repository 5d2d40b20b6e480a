#pragma once

#include <string>
#include <vector>

#include "bench/peers/nginx.hpp"
#include "bench/peers/subject.hpp"
#include "support/process.hpp"

namespace sluice::bench {

/// `node_hub.mjs`, which browsers reach without a web server between.
class node_subject final : public subject {
 public:
  explicit node_subject(const subject_plan& how);

  stream_place streams() const override { return {address_, framing::http}; }
  std::string stream_request(const stream_order& what) const override;
  publish_way publishing() const override;
  std::string publish_request(const update_order& what) const override;
  std::vector<server_process> processes() const override { return {{"peer", node_.id()}}; }

  const std::string& address() const { return address_; }

 private:
  const std::string address_ = free_address();
  const std::size_t publish_lines_;
  test::process node_;
};

}  // namespace sluice::bench
