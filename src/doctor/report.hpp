// Where findings go, one by one while the doctor works.
#pragma once

#include "doctor/finding.hpp"

namespace sluice::doctor {

/// Hears findings in their order.
class report {
 public:
  virtual ~report() = default;
  virtual void add(const finding& what) = 0;
};

}  // namespace sluice::doctor
