// What `sluice publish` is asked for. Pure.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/problem.hpp"
#include "client/hub_url.hpp"
#include "sluice/update.hpp"

namespace sluice::cli {

/// By the control socket; without a path it is the configuration that names it.
struct control_way {
  std::optional<std::string> path;
  std::optional<std::string> configuration;

  friend bool operator==(const control_way&, const control_way&) = default;
};

/// By POST.
struct url_way {
  client::hub_url url;
  std::string token_file;

  friend bool operator==(const url_way&, const url_way&) = default;
};

/// How many updates the input is.
enum class input_unit { whole, line };

/// A value.
struct publish_order {
  /// All but its data when `data` is absent.
  update what;
  /// Whether the data was among the words.
  bool has_data = false;
  /// The input in place of standard input.
  std::optional<std::string> file;
  input_unit unit = input_unit::whole;
  std::variant<control_way, url_way> way;

  friend bool operator==(const publish_order&, const publish_order&) = default;
};

/// Reads the words behind `publish`. What a topic, an id or a type may hold is for the worker to
/// say; here they are UTF-8.
outcome<publish_order> try_read_publish(const std::vector<std::string>& words);

}  // namespace sluice::cli
