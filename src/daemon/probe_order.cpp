#include "daemon/probe_order.hpp"

#include <algorithm>
#include <optional>

#include "config/unit.hpp"

namespace sluice::daemon {
namespace {

using std::chrono::milliseconds;

problem refuse(std::string_view name, const std::string& range) {
  return problem{"The parameter " + std::string(name) + " is " + range + "."};
}

// Takes the parameter `name` when there is one and it lies within the range.
template <class Number, class Parse, class Print>
std::optional<problem> read(const request& what, std::string_view name, Number lowest,
                            Number highest, Parse parse, Print print, Number& into) {
  const auto text = what.query(name);
  if (!text) return std::nullopt;
  const auto number = parse(*text);
  if (!number || *number < lowest || *number > highest) {
    return refuse(name, "from " + print(lowest) + " to " + print(highest));
  }
  into = *number;
  return std::nullopt;
}

std::optional<problem> read_count(const request& what, probe_order& into) {
  const auto print = [](std::size_t number) { return std::to_string(number); };
  return read(what, "frames", std::size_t(1), probe_order::most_frames, config::try_parse_count,
              print, into.frames);
}

std::optional<problem> read_size(const request& what, probe_order& into) {
  return read(what, "size", std::size_t(0), probe_order::largest_padding_bytes,
              config::try_parse_size, config::size_text, into.padding_bytes);
}

std::optional<problem> read_time(const request& what, std::string_view name, milliseconds lowest,
                                 milliseconds highest, milliseconds& into) {
  return read(what, name, lowest, highest, config::try_parse_duration, config::duration_text, into);
}

std::optional<problem> read_times(const request& what, probe_order& into) {
  if (auto wrong = read_time(what, "interval", probe_order::shortest_interval,
                             probe_order::longest_interval, into.interval)) {
    return wrong;
  }
  if (auto wrong = read_time(what, "idle", {}, probe_order::longest_idle, into.idle)) return wrong;
  return read_time(what, "heartbeat", {}, probe_order::longest_idle, into.heartbeat);
}

}  // namespace

bool is_probe_id(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  return !text.empty() && text.size() <= probe_order::longest_id &&
         std::all_of(text.begin(), text.end(), is_allowed);
}

outcome<probe_order> try_read_probe(const request& what) {
  probe_order order;
  if (const auto wrong = read_count(what, order)) return *wrong;
  if (const auto wrong = read_times(what, order)) return *wrong;
  if (order.interval * order.frames + order.idle > probe_order::longest) {
    return problem{"A probe takes up to " + config::duration_text(probe_order::longest) +
                   ": ask for fewer frames, or a shorter interval."};
  }
  if (const auto wrong = read_size(what, order)) return *wrong;
  if (const auto id = what.query("id")) {
    if (!is_probe_id(*id)) return refuse("id", "up to 64 letters, digits, - and _");
    order.id = *id;
  }
  return order;
}

}  // namespace sluice::daemon
