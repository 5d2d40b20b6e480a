#pragma once

namespace sluice::daemon {

/// The terminal that a worker was started from, if it was, and whether it is still there. SIGHUP
/// says that a terminal was closed as well as that a file is to be read again, and whoever closes
/// one does not want its worker to go on unseen. Made before SIGHUP is handled.
class terminal final {
 public:
  terminal();

  /// True when there was one and it is closed. Never where SIGHUP was ignored (nohup(1)).
  bool is_gone() const;

 private:
  bool is_watched_;
};

}  // namespace sluice::daemon
