#pragma once

#include <string>
#include <vector>

#include "bench/peers/nginx.hpp"
#include "bench/peers/subject.hpp"

namespace sluice::bench {

/// nchan, the push module of Debian's nginx, with its channels in memory.
class nchan_subject final : public subject {
 public:
  explicit nchan_subject(const subject_plan& how);

  stream_place streams() const override { return {nginx_.address(), framing::http}; }
  std::string stream_request(const stream_order& what) const override;
  publish_way publishing() const override;
  std::string publish_request(const update_order& what) const override;
  std::vector<server_process> processes() const override { return nginx_.processes(); }
  std::string complaint() const override { return nginx_.complaint(); }

 private:
  const std::size_t publish_lines_;
  nginx nginx_;
};

}  // namespace sluice::bench
