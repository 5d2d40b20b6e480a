#include "cli/tail.hpp"

#include <memory>
#include <optional>
#include <random>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "cli/arguments.hpp"
#include "cli/stream_reading.hpp"
#include "cli/tail_arguments.hpp"
#include "cli/token_file.hpp"
#include "cli/worker_settings.hpp"
#include "client/http_stream.hpp"
#include "client/interrupt.hpp"
#include "client/worker_stream.hpp"

namespace sluice::cli {
namespace {

constexpr std::string_view usage = R"(Usage: sluice tail TOPIC... [OPTION...]

Writes the data of each event of these topics as it comes. A topic may be a URI Template, or *. A
URL with a path of its own needs no topic.
  --url URL             by a web server; a URL without a path gets /.well-known/mercure
  --socket PATH         a worker's own socket, or HOST:PORT, without a web server; by default the
                        first socket of the configuration. --url beside it names the path to ask for
  --config FILE         the configuration, if not /etc/sluice/sluice.conf
  --token-file FILE     the token to present, read anew for each connection
  --last-event-id ID    begin after this event, or with all that is held: earliest
  --count N             end after N events
  --json                an object a line: id, type, data
  --once                end with the stream, in place of asking for it again

A stream that ends is asked for again after the time that it named (`retry`), or 2s, with the id of
the last event, so that nothing is lost. Failures are tried again after up to 30s.

Examples:
  sluice tail news --url https://your.site
  sluice tail 'https://example.com/books/{id}' --socket /run/sluice/sluice.sock --json
  sluice tail --url https://your.site/sluice/events
  sluice tail '*' --last-event-id earliest --count 10 --token-file subscriber.token

Exit codes: 0 ended as asked (204 too), 1 refused, 2 usage or configuration, 3 could not be reached
(with --once).
)";

constexpr std::string_view command = "tail";

std::function<double()> random_numbers() {
  return [engine = std::minstd_rand(std::random_device{}())]() mutable {
    return std::uniform_real_distribution<double>(0, 1)(engine);
  };
}

// The way that the order names, or the first socket of the configuration.
outcome<std::unique_ptr<client::stream_source>> make_source(const tail_order& order,
                                                            const client::interrupt& until) {
  const client::hub_url asked =
      order.url.value_or(client::hub_url::local()).with_topics(order.topics);
  if (order.url && !order.socket) {
    return std::unique_ptr<client::stream_source>(
        std::make_unique<client::http_stream>(asked, until));
  }
  std::string address = order.socket.value_or("");
  if (address.empty()) {
    const auto settings = try_read_settings(order.configuration, config::read_environment(environ));
    if (!settings) return problem{settings.error().sentence + "; --url or --socket go without it"};
    if (settings->sockets.empty()) {
      return problem{"say where the hub is: --url URL or --socket PATH"};
    }
    address = settings->sockets.front();
  }
  return std::unique_ptr<client::stream_source>(
      std::make_unique<client::worker_stream>(std::move(address), asked, until));
}

class tail_run final {
 public:
  tail_run(const tail_order& order, terminal& at, client::stream_source& from,
           const client::interrupt& until)
      : order_(order),
        at_(at),
        from_(from),
        until_(until),
        course_(order.course, random_numbers()) {}
  tail_run(const tail_run&) = delete;
  tail_run& operator=(const tail_run&) = delete;

  int run() {
    tail_action next = course_.start();
    while (next.what != tail_action::kind::end) {
      next = next.what == tail_action::kind::wait ? wait(next.until) : connect();
      if (!next.note.empty()) remark(at_, command, next.note);
    }
    return next.exit_code;
  }

 private:
  tail_action wait(time_point until) {
    if (until_.wait_until(until)) return course_.resume(tail_interrupted{}, clock::now());
    return course_.resume(tail_woken{}, clock::now());
  }

  tail_action connect() {
    std::string token;
    if (order_.token_file) {
      auto read = try_read_token(*order_.token_file);
      if (!read) return end_with(exit_usage, read.error().message());
      token = std::move(*read);
    }
    stream_reading reading(course_, order_.format, at_);
    const client::stream_ending ending = from_.follow(course_.last_event_id(), token, reading);
    if (reading.is_complete()) return end_with(exit_fine, "");
    if (!at_.out) return end_with(exit_failed, "standard output cannot be written");
    return course_.resume(reading.outcome_of(ending), clock::now());
  }

  static tail_action end_with(int exit_code, std::string note) {
    return {tail_action::kind::end, std::move(note), {}, exit_code};
  }

  const tail_order& order_;
  terminal& at_;
  client::stream_source& from_;
  const client::interrupt& until_;
  tail_course course_;
};

}  // namespace

int run_tail(const std::vector<std::string>& words, terminal& at) {
  if (is_help_asked(words)) {
    at.out << usage << std::flush;
    return exit_fine;
  }
  const auto order = try_read_tail(words);
  if (!order) return fail(at, command, order.error().sentence, exit_usage);
  const client::interrupt until;
  const auto source = make_source(*order, until);
  if (!source) return fail(at, command, source.error().sentence, exit_usage);
  return tail_run(*order, at, **source, until).run();
}

}  // namespace sluice::cli
