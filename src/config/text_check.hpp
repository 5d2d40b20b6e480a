// What texts the options take: each says why one is refused and what to write instead, or nothing
// when it is fine. Pure; whether what a text names is there shows when it is used.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::config {

std::optional<std::string> check_socket(std::string_view value);
std::optional<std::string> check_group(std::string_view value);
std::optional<std::string> check_algorithm(std::string_view value);
std::optional<std::string> check_origin(std::string_view value);
std::optional<std::string> check_address(std::string_view value);
std::optional<std::string> check_history(std::string_view value);
std::optional<std::string> check_control(std::string_view value);
std::optional<std::string> check_log_file(std::string_view value);
std::optional<std::string> check_cookie_name(std::string_view value);
std::optional<std::string> check_base_path(std::string_view value);

}  // namespace sluice::config
