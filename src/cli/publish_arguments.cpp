#include "cli/publish_arguments.hpp"

#include <chrono>
#include <utility>

#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "config/unit.hpp"

namespace sluice::cli {
namespace {

constexpr option publish_options[] = {
    {"also", takes::values},   {"private", takes::nothing},  {"id", takes::value},
    {"type", takes::value},    {"retry", takes::value},      {"file", takes::value},
    {"lines", takes::nothing}, {"control", takes::value},    {"config", takes::value},
    {"url", takes::value},     {"token-file", takes::value},
};

outcome<std::variant<control_way, url_way>> read_way(const arguments& given) {
  if (!given.has("url")) {
    if (given.has("token-file")) {
      return problem{"--token-file belongs to --url; the control socket takes no token"};
    }
    return std::variant<control_way, url_way>(
        control_way{given.value("control"), given.value("config")});
  }
  if (given.has("control") || given.has("config")) {
    return problem{"say --url or --control, not both"};
  }
  if (!given.has("token-file")) {
    return problem{"--url needs --token-file FILE: the token that allows the publish"};
  }
  auto url = client::hub_url::try_parse(*given.value("url"));
  if (!url) return url.error();
  return std::variant<control_way, url_way>(url_way{std::move(*url), *given.value("token-file")});
}

std::optional<problem> find_conflict(const arguments& given) {
  const std::size_t operands = given.operands().size();
  if (operands == 0) return problem{"say a topic; --help has examples"};
  if (operands > 2) {
    return problem{
        "there are more words than TOPIC and DATA; quote the data, and name "
        "further topics with --also"};
  }
  if (operands == 2 && (given.has("file") || given.has("lines"))) {
    return problem{"DATA does not go with --file or --lines"};
  }
  if (given.has("id") && given.has("lines")) {
    return problem{"--id does not go with --lines: each line needs an id of its own"};
  }
  return std::nullopt;
}

std::optional<problem> find_not_utf8(const update& what) {
  std::vector<std::string> texts = what.topics();
  texts.insert(texts.end(), {what.id(), what.type(), what.data()});
  for (const std::string& each : texts) {
    if (!is_utf8(each)) return problem{"not UTF-8: " + printable(each)};
  }
  return std::nullopt;
}

}  // namespace

outcome<publish_order> try_read_publish(const std::vector<std::string>& words) {
  const auto given = arguments::try_read(words, publish_options);
  if (!given) return given.error();
  if (const auto conflict = find_conflict(*given)) return *conflict;
  auto way = read_way(*given);
  if (!way) return way.error();

  publish_order order;
  std::vector<std::string> topics = given->values("also");
  topics.insert(topics.begin(), given->operands().front());
  order.has_data = given->operands().size() == 2;
  order.what = update(std::move(topics), order.has_data ? given->operands()[1] : "");
  order.what.id(given->value("id").value_or("")).type(given->value("type").value_or(""));
  if (given->has("private")) order.what.to(audience::granted);
  if (const auto text = given->value("retry")) {
    const auto wait = config::try_parse_duration(*text);
    if (!wait) return problem{"--retry: write a time such as 500ms or 5s"};
    order.what.retry(*wait);
  }
  if (const auto wrong = find_not_utf8(order.what)) return *wrong;
  order.file = given->value("file");
  order.unit = given->has("lines") ? input_unit::line : input_unit::whole;
  order.way = std::move(*way);
  return order;
}

}  // namespace sluice::cli
