#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bench/peers/nginx.hpp"
#include "bench/peers/subject.hpp"
#include "support/descriptor.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::bench {

/// The web server in front, or none: then streams are asked for by FastCGI.
enum class front { none, nginx };

/// `sluice serve` with a hub that anybody may read, on a socket that this program holds, as systemd
/// does, so that the worker may be restarted while streams wait to come back.
class sluice_subject final : public subject {
 public:
  sluice_subject(const subject_plan& how, front before);
  ~sluice_subject() override;

  stream_place streams() const override;
  std::string stream_request(const stream_order& what) const override;
  publish_way publishing() const override;
  std::string publish_request(const update_order& what) const override;
  std::vector<server_process> processes() const override;
  std::string complaint() const override { return nginx_ ? nginx_->complaint() : std::string(); }

  /// Lets a subscriber read what is private to `topic`.
  std::string subscriber_token(const std::string& topic) const;
  /// Ends the worker without a word to its streams, and starts another; complete when that one
  /// takes what is published.
  void replace_worker();

 private:
  void start_worker();

  const subject_plan how_;
  test::temporary_folder folder_;
  const std::string address_ = folder_ / "s.sock";
  const std::string control_ = folder_ / "c.sock";
  std::string secret_;
  std::string token_;
  test::descriptor listening_;
  std::unique_ptr<test::process> worker_;
  std::unique_ptr<nginx> nginx_;
};

}  // namespace sluice::bench
