#include "cli/publish_encoding.hpp"

#include <string_view>

#include <nlohmann/json.hpp>

#include "http/form.hpp"

namespace sluice::cli {
namespace {

void append_field(std::string& form, std::string_view name, std::string_view value) {
  if (!form.empty()) form += '&';
  form.append(name).append("=").append(http::percent_encode_component(value));
}

}  // namespace

std::string encode_control_line(const update& what) {
  nlohmann::ordered_json line;
  if (what.topics().size() == 1) {
    line["topic"] = what.topics().front();
  } else {
    line["topic"] = what.topics();
  }
  line["data"] = what.data();
  if (what.to() == audience::granted) line["private"] = true;
  if (!what.id().empty()) line["id"] = what.id();
  if (!what.type().empty()) line["type"] = what.type();
  if (what.retry()) line["retry"] = what.retry()->count();
  return line.dump() + '\n';
}

std::string encode_form(const update& what) {
  std::string form;
  for (const std::string& topic : what.topics()) append_field(form, "topic", topic);
  append_field(form, "data", what.data());
  if (what.to() == audience::granted) append_field(form, "private", "on");
  if (!what.id().empty()) append_field(form, "id", what.id());
  if (!what.type().empty()) append_field(form, "type", what.type());
  if (what.retry()) append_field(form, "retry", std::to_string(what.retry()->count()));
  return form;
}

}  // namespace sluice::cli
