#include "doctor/json_report.hpp"

#include <nlohmann/json.hpp>

namespace sluice::doctor {

std::string_view name_of(judgement what) {
  switch (what) {
    case judgement::fine:
      return "fine";
    case judgement::remark:
      return "remark";
    case judgement::fault:
      return "fault";
    case judgement::skipped:
      return "skipped";
  }
  return "";
}

std::string json_document(const std::vector<finding>& findings, const std::string& verdict,
                          int exit_code) {
  using json = nlohmann::ordered_json;
  json all = json::array();
  for (const finding& each : findings) {
    all.push_back({{"probe", each.probe},
                   {"judgement", name_of(each.what)},
                   {"kind", each.kind},
                   {"tried", each.tried},
                   {"seen", each.seen},
                   {"cause", each.cause},
                   {"change", each.change}});
  }
  const json document = {{"verdict", verdict}, {"exit_code", exit_code}, {"findings", all}};
  // What a server sent stands in the texts, and need not be UTF-8.
  return document.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace sluice::doctor
