// What all findings come to. Pure.
#pragma once

#include <string>
#include <vector>

#include "doctor/report.hpp"

namespace sluice::doctor {

/// Keeps what is added.
class verdict final : public report {
 public:
  /// Hands each finding on to `shown` as well, which outlives this.
  explicit verdict(report& shown) : shown_(shown) {}

  void add(const finding& what) override;
  /// The server at the URL, or the worker behind a socket, could not be asked at all.
  void declare_unreachable() { is_reached_ = false; }
  /// A signal ended the examination: what was not probed may be wrong.
  void declare_interrupted() { is_interrupted_ = true; }

  const std::vector<finding>& findings() const { return findings_; }
  bool has_fault() const;
  /// One line: how many faults, of which probes, and the first thing to do.
  std::string sentence() const;
  /// 3 where nothing could be reached, 1 with a fault or when interrupted, else 0.
  int exit_code() const;

 private:
  bool is_measured() const;
  std::string sentence_of_findings() const;

  report& shown_;
  std::vector<finding> findings_;
  bool is_reached_ = true;
  bool is_interrupted_ = false;
};

}  // namespace sluice::doctor
