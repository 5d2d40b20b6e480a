#include "support/descriptor.hpp"

#include <unistd.h>

namespace sluice::test {

void descriptor::reset(int number) {
  if (number_ >= 0) ::close(number_);
  number_ = number;
}

}  // namespace sluice::test
