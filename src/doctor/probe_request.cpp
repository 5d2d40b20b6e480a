#include "doctor/probe_request.hpp"

#include <random>

#include "config/unit.hpp"

namespace sluice::doctor {

client::hub_url probe_request::at(const client::hub_url& route) const {
  return route.with_target(route.target() + "?id=" + id + "&frames=" + std::to_string(frames) +
                           "&interval=" + config::duration_text(interval) + "&size=" +
                           std::to_string(padding_bytes) + "&idle=" + config::duration_text(idle));
}

std::chrono::milliseconds probe_request::duration() const {
  return interval * frames + idle;
}

client::hub_url ending_url(const client::hub_url& route, const std::string& id) {
  return route.with_target(route.target() + "?ended=" + id);
}

std::string make_probe_id() {
  constexpr std::size_t characters = 24;
  constexpr char alphabet[] = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device source;
  std::uniform_int_distribution<std::size_t> any(0, sizeof alphabet - 2);
  std::string id = "sluice-doctor-";  // daemon/probe_document.hpp sends such ids back
  for (std::size_t i = 0; i < characters; ++i) id += alphabet[any(source)];
  return id;
}

}  // namespace sluice::doctor
