// A silent stream that is watched beside the other probes.
#pragma once

#include <exception>
#include <thread>

#include "doctor/silence.hpp"
#include "doctor/site_visit.hpp"

namespace sluice::doctor {

/// Watches on a thread of its own from its beginning. Borrows the visit.
class idle_watch final {
 public:
  explicit idle_watch(const site_visit& visit);
  ~idle_watch();  // waits for its end
  idle_watch(const idle_watch&) = delete;
  idle_watch& operator=(const idle_watch&) = delete;

  /// How long it takes from now on, where a second look is not needed.
  clock::duration left() const;
  /// Waits for its end; once. Throws what ended it.
  silent_stream take();

 private:
  void watch();
  silent_stream look() const;

  const site_visit& visit_;
  const time_point begun_;
  silent_stream found_;
  std::exception_ptr failure_;
  std::thread thread_;
};

}  // namespace sluice::doctor
