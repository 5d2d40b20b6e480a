#include "daemon/live_settings.hpp"

#include <utility>
#include <variant>

#include "daemon/setting_faults.hpp"

namespace sluice::daemon {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& each : texts) all += (all.empty() ? "" : "; ") + each;
  return all;
}

std::vector<std::string> messages_of(const config::loaded& wrong) {
  std::vector<std::string> all;
  if (const auto* const problems = std::get_if<config::problems>(&wrong)) {
    for (const auto& each : *problems) all.push_back(each.message());
  }
  return all;
}

}  // namespace

void live_settings::renew() {
  with_.manager.reloading();
  const config::loaded read = config::load(from_.arguments, from_.variables);
  if (const auto* const found = std::get_if<config::effective>(&read)) {
    config::renewal next = config::renew(running_, found->values);
    // A log that could be opened once is written on where it cannot be any more.
    config::settings judged = next.values;
    if (judged.log_file == running_.log_file) judged.log_file.clear();
    auto faults = find_faults(judged);
    if (faults.empty() && with_.hub) {
      if (const auto taken = with_.hub->renew(next.values); !taken) {
        faults.push_back(taken.error().message());
      }
    }
    faults.empty() ? take_over(std::move(next), found->file) : refuse(faults);
  } else {
    refuse(messages_of(read));
  }
  with_.manager.ready(with_.running.status());
}

void live_settings::refuse(const std::vector<std::string>& problems) {
  with_.lines.reopen(running_.log_file);
  for (const std::string& each : problems) log::error("the configuration is wrong: {}", each);
  log::error("the configuration is left as it was: {} problem{} to solve before the next SIGHUP",
             problems.size(), problems.size() == 1 ? "" : "s");
}

// Which keys there are shows in the settings; what is in their files may have changed as well.
void live_settings::take_over(config::renewal what, const std::string& file) {
  running_ = std::move(what.values);
  with_.lines.reopen(running_.log_file);
  log::set_level(running_.log_level);
  with_.running.renew(running_);
  const std::size_t keys = running_.publisher_keys.size() + running_.subscriber_keys.size();
  log::info("the configuration is read again ({}), and {} key file{}: {}",
            file.empty() ? "no file" : file, keys, keys == 1 ? "" : "s",
            what.changed.empty() ? "no option changed" : joined(what.changed));
  if (!what.waiting.empty()) log::warning("waits for a restart: {}", joined(what.waiting));
}

}  // namespace sluice::daemon
