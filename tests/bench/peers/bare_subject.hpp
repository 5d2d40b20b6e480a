#pragma once

#include <memory>
#include <string>
#include <vector>

#include "bench/peers/nginx.hpp"
#include "bench/peers/sluice_subject.hpp"
#include "bench/peers/subject.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::bench {

/// Whether events that are there together leave each alone, in one write, or alone but by io_uring,
/// some hundreds of writes in a system call.
enum class bare_sending { alone, together, by_ring };

/// The reference: `bench_bare_sender`, which sends everything to everybody.
class bare_subject final : public subject {
 public:
  bare_subject(const subject_plan& how, front before, bare_sending sending);

  stream_place streams() const override;
  std::string stream_request(const stream_order& what) const override;
  publish_way publishing() const override;
  std::string publish_request(const update_order& what) const override;
  std::vector<server_process> processes() const override;
  std::string complaint() const override { return nginx_ ? nginx_->complaint() : std::string(); }

 private:
  test::temporary_folder folder_;
  test::process sender_;
  std::unique_ptr<nginx> nginx_;
};

}  // namespace sluice::bench
