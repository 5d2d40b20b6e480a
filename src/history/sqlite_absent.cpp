#include "history/sqlite_log.hpp"

namespace sluice::history {

result<std::unique_ptr<log>> try_open_sqlite_log(const sqlite_settings& settings) {
  return failure{errc::history_unavailable, settings.path + ": this sluice has no SQLite in it"};
}

}  // namespace sluice::history
