#include "daemon/access.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include <arpa/inet.h>

#include "auth/key_file.hpp"
#include "auth/token.hpp"
#include "base/log.hpp"
#include "base/text.hpp"

namespace sluice::daemon {
namespace {

result<std::vector<auth::key>> read_keys(const std::vector<std::string>& files,
                                         const std::string& algorithm) {
  std::vector<auth::key> keys;
  for (const std::string& file : files) {
    auto read = auth::try_read_key(auth::try_parse_algorithm(algorithm).value(), file);
    if (!read) return read.error();
    for (const std::string& each : read->remarks) log::warning("{}: {}", file, each);
    for (const std::string& each : read->notes) log::info("{}: {}", file, each);
    keys.push_back(std::move(read->value));
  }
  return keys;
}

// One spelling for each address, an IPv4 one as IPv6 knows it. What is none stays as it is, and so
// equals no address.
std::string plain_address(std::string_view text) {
  const std::string given(text);
  in_addr four;
  in6_addr six;
  std::array<char, INET6_ADDRSTRLEN> plain{};
  const std::string mapped =
      ::inet_pton(AF_INET, given.c_str(), &four) == 1 ? "::ffff:" + given : given;
  if (::inet_pton(AF_INET6, mapped.c_str(), &six) != 1) return given;
  ::inet_ntop(AF_INET6, &six, plain.data(), plain.size());
  return plain.data();
}

std::string_view noun_of(auth::operation asked) {
  switch (asked) {
    case auth::operation::publish:
      return "publish";
    case auth::operation::subscribe:
      return "stream";
    case auth::operation::administer:
      return "look at the status";
  }
  return "request";
}

}  // namespace

result<access> access::try_make(const config::settings& settings) {
  access made;
  auto publishers = read_keys(settings.publisher_keys, settings.publisher_algorithm);
  if (!publishers) return publishers.error();
  auto subscribers = read_keys(settings.subscriber_keys, settings.subscriber_algorithm);
  if (!subscribers) return subscribers.error();
  made.publisher_keys_ = std::move(*publishers);
  made.subscriber_keys_ = subscribers->empty() ? made.publisher_keys_ : std::move(*subscribers);
  auto origins = http::origin_list::try_parse(settings.publish_origins);
  if (!origins) return origins.error();
  made.publish_origins_.allowed = std::move(*origins);
  made.places_.cookie_names = settings.cookie_names;
  if (settings.query_tokens) made.places_.in_query = auth::query_tokens::accepted;
  made.clock_leeway_ = std::chrono::duration_cast<std::chrono::seconds>(settings.clock_leeway);
  for (const std::string& each : settings.admin_addresses) {
    made.admin_addresses_.push_back(plain_address(each));
  }
  made.is_anonymous_allowed_ = settings.anonymous || settings.demo;
  made.is_grant_required_ = settings.require_grant;
  return made;
}

access::publisher access::judge_publisher(const request& what) const {
  if (!can_publish()) {
    return reply(403,
                 "Publishing over HTTP is off: the worker has no publisher-key (option "
                 "--publisher-key FILE).\n");
  }
  const auto found = auth::find_token(what, places_);
  if (!found) return refuse(found.error(), auth::operation::publish, what);
  if (const auto why = auth::object_to_source(what, *found, publish_origins_)) {
    return refuse(*why, auth::operation::publish, what, found->shown);
  }
  auto granted = verify(*found, publisher_keys_);
  if (!granted) return refuse(granted.error(), auth::operation::publish, what, found->shown);
  return std::move(*granted);
}

// A bad token is refused even where none is needed, so that nobody takes a stream of public updates
// for his own.
access::subscriber access::judge_subscriber(const request& what) const {
  const auto found = auth::find_token(what, places_);
  if (!found) {
    if (is_anonymous_allowed_ && auth::is_absent(found.error().why)) {
      return std::optional<auth::claims>();
    }
    return refuse(found.error(), auth::operation::subscribe, what);
  }
  auto granted = verify(*found, subscriber_keys_);
  if (!granted) return refuse(granted.error(), auth::operation::subscribe, what, found->shown);
  return std::optional<auth::claims>(std::move(*granted));
}

access::administrator access::judge_administrator(const request& what) const {
  const auto found = auth::find_token(what, places_);
  if (found) {
    for (const auto* const keys : {&subscriber_keys_, &publisher_keys_}) {
      const auto granted = verify(*found, *keys);
      if (granted && granted->is_admin) {
        return administration{administrator_by::token, granted->expires};
      }
    }
  }
  const std::string from = plain_address(what.remote_address());
  if (std::find(admin_addresses_.begin(), admin_addresses_.end(), from) != admin_addresses_.end()) {
    return administration{administrator_by::address, std::nullopt};
  }
  if (!found) return refuse(found.error(), auth::operation::administer, what);
  return refuse({auth::reason::admin_not_granted}, auth::operation::administer, what, found->shown);
}

auth::outcome<auth::claims> access::verify(const auth::presented& found,
                                           const std::vector<auth::key>& keys) const {
  return auth::verify(found.token, keys, std::chrono::system_clock::now(), clock_leeway_);
}

reply access::refuse(const auth::objection& why, auth::operation asked, const request& what,
                     std::string_view shown) {
  const auto refusal = auth::refuse(why, asked, shown);
  log::warning("a {} from {} was refused with {}: {}", noun_of(asked),
               printable(what.remote_address()), refusal.status, refusal.sentence);
  return auth::to_reply(refusal);
}

}  // namespace sluice::daemon
