// What an examination works with.
#pragma once

#include <functional>
#include <string>

#include "client/interrupt.hpp"
#include "doctor/site_order.hpp"

namespace sluice::doctor {

struct site_visit {
  const site_order& order;
  /// For the site's own access check; may be empty.
  const std::string& token;
  /// A signal ends the examination; what was found till then stands.
  const client::interrupt& until;
  /// Says what takes long, a sentence.
  const std::function<void(const std::string&)>& tell;
};

}  // namespace sluice::doctor
