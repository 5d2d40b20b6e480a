#include "auth/claims_document.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <stdexcept>
#include <utility>

#include "auth/json_object.hpp"

namespace sluice::auth {
namespace {

using nlohmann::json;
using std::chrono::duration_cast;
using seconds = std::chrono::duration<double>;

constexpr const char* claim_name = "mercure";
// Of tokens made before draft 03, and of services that only allow claims with a namespace.
constexpr const char* legacy_claim_name = "https://mercure.rocks/";
constexpr const char* own_claim_name = "sluice";

// 2200-01-01T00:00:00Z. The clock's own range ends in 2262, and a sum near there overflows.
constexpr double latest_seconds = 7258118400.0;

const json* find(const json& in, const char* name) {
  const auto found = in.find(name);
  return found == in.end() || found->is_null() ? nullptr : &*found;
}

outcome<std::optional<std::vector<std::string>>> read_selectors(const json& claim,
                                                                const char* name) {
  std::optional<std::vector<std::string>> selectors;
  const json* const list = find(claim, name);
  if (!list) return selectors;
  const bool is_list = list->is_array() && std::all_of(list->begin(), list->end(),
                                                       [](const json& e) { return e.is_string(); });
  if (!is_list) return objection{reason::selectors_malformed, std::string("mercure.") + name};
  if (list->size() > most_selectors) {
    return objection{
        reason::too_many_selectors,
        std::string("mercure.") + name + " may have at most " + std::to_string(most_selectors)};
  }
  selectors = list->get<std::vector<std::string>>();
  return selectors;
}

std::optional<objection> read_grants(const json& claim, claims& into) {
  auto publish = read_selectors(claim, "publish");
  if (!publish) return publish.error();
  auto subscribe = read_selectors(claim, "subscribe");
  if (!subscribe) return subscribe.error();
  into.publish = std::move(*publish);
  into.subscribe = std::move(*subscribe);
  if (const json* const payload = find(claim, "payload")) into.payload = payload->dump();
  return std::nullopt;
}

std::optional<objection> read_times(const json& document, claims& into) {
  const std::pair<const char*, std::optional<instant>*> members[] = {{"exp", &into.expires},
                                                                     {"nbf", &into.not_before}};
  for (const auto& [name, target] : members) {
    const auto found = document.find(name);
    if (found == document.end()) continue;
    *target = try_read_instant(*found);
    if (!*target) return objection{reason::time_malformed, name};
  }
  return std::nullopt;
}

bool grants_admin(const json& document) {
  const json* const own = find(document, own_claim_name);
  if (!own || !own->is_object()) return false;
  const json* const admin = find(*own, "admin");
  return admin && admin->is_boolean() && admin->get<bool>();
}

json number_of(instant when) {
  const auto since = when.time_since_epoch();
  const auto whole = std::chrono::floor<std::chrono::seconds>(since);
  if (whole == since) return whole.count();
  return static_cast<double>(whole.count()) + seconds(since - whole).count();
}

}  // namespace

std::optional<instant> try_read_instant(const json& value) {
  if (!value.is_number()) return std::nullopt;
  const double since = std::clamp(value.get<double>(), 0.0, latest_seconds);
  // In two parts: a double has no room for today in nanoseconds.
  const double whole = std::floor(since);
  return instant(std::chrono::seconds(static_cast<std::int64_t>(whole)) +
                 duration_cast<instant::duration>(seconds(since - whole)));
}

std::string instant_text(instant of) {
  const std::time_t whole =
      std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(of));
  std::tm parts = {};
  gmtime_r(&whole, &parts);
  std::array<char, 32> text = {};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  return {text.data(), length};
}

outcome<claims> read_claims(const json& document) {
  claims out;
  if (const auto wrong = read_times(document, out)) return *wrong;
  out.is_admin = grants_admin(document);
  const json* claim = find(document, claim_name);
  if (!claim) claim = find(document, legacy_claim_name);
  if (!claim) {
    if (out.is_admin) return out;
    return objection{reason::no_claim};
  }
  if (!claim->is_object()) return objection{reason::claim_malformed};
  if (const auto wrong = read_grants(*claim, out)) return *wrong;
  return out;
}

json write_claims(const claims& of) {
  json document = json::object();
  if (of.expires) document["exp"] = number_of(*of.expires);
  if (of.not_before) document["nbf"] = number_of(*of.not_before);
  if (of.is_admin) document[own_claim_name]["admin"] = true;
  if (!of.publish && !of.subscribe && !of.payload) return document;
  json& claim = document[claim_name] = json::object();
  if (of.publish) claim["publish"] = *of.publish;
  if (of.subscribe) claim["subscribe"] = *of.subscribe;
  if (of.payload) {
    auto payload = try_parse_json(*of.payload);
    if (!payload) throw std::invalid_argument("the payload is not JSON");
    claim["payload"] = std::move(*payload);
  }
  return document;
}

}  // namespace sluice::auth
