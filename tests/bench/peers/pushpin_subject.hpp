#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/peers/node_subject.hpp"
#include "bench/peers/subject.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::bench {

/// Debian's Pushpin with its helpers, before an origin that tells it to hold each stream. The
/// origin's own processor time counts too: without one Pushpin serves nobody.
class pushpin_subject final : public subject {
 public:
  explicit pushpin_subject(const subject_plan& how);
  ~pushpin_subject() override;

  // With 64 at once it ends some streams right behind their heads (1.36).
  stream_place streams() const override { return {address_, framing::http, 4}; }
  std::string stream_request(const stream_order& what) const override;
  publish_way publishing() const override;
  std::string publish_request(const update_order& what) const override;
  std::vector<server_process> processes() const override;

 private:
  void write_configuration();
  bool is_serving() const;

  const std::size_t publish_lines_;
  node_subject origin_;
  test::temporary_folder folder_;
  const std::string address_ = free_address();
  const std::string control_ = free_address();
  std::unique_ptr<test::process> pushpin_;
};

}  // namespace sluice::bench
