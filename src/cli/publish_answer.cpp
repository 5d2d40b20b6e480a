#include "cli/publish_answer.hpp"

#include <cstdint>
#include <utility>

#include <nlohmann/json.hpp>

#include "client/retry_after.hpp"

namespace sluice::cli {
namespace {

using nlohmann::json;

std::optional<std::string> text_of(const json& in, const char* name) {
  const auto found = in.find(name);
  if (found == in.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// Whole seconds from 0 on; nothing for what is no such number.
std::optional<std::uint64_t> number_of(const json& in, const char* name) {
  const auto found = in.find(name);
  if (found == in.end() || !found->is_number_unsigned()) return std::nullopt;
  return found->get<std::uint64_t>();
}

}  // namespace

std::optional<publish_answer> try_parse_answer(std::string_view line) {
  const json read = json::parse(line, nullptr, false);
  if (!read.is_object()) return std::nullopt;
  publish_answer answer;
  if (auto id = text_of(read, "id")) {
    answer.id = std::move(*id);
    return answer;
  }
  const auto status = number_of(read, "status");
  if (!status || *status < 300 || *status > 599) return std::nullopt;
  answer.status = static_cast<int>(*status);
  answer.error = text_of(read, "error").value_or("");
  if (const auto wait = number_of(read, "retry_after"))
    answer.retry_after = client::bounded_retry(*wait);
  return answer;
}

}  // namespace sluice::cli
