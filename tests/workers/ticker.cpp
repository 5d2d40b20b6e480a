// The worker that tests measure with. Its routes, below the base path:
//
//   /events?count=N&interval_ms=M&bytes=B&finish=1
//                        events numbered from 1, or from after Last-Event-ID, N in all (0, the
//                        default: no end), M ms apart (100), with B bytes of padding (0); data is
//                        "<number> <nanoseconds of the system clock at send> <padding>"
//   /utf8?offset=O       one event of 1 MiB: O times "x", then U+2192 again and again
//   /reject?status=S     rejects with S
//   /throw?after=N       throws a std::runtime_error after N events (0)
//   /idle                sends nothing and waits for the end
//   /flood?bytes=B       events of B bytes (65536) as fast as they are taken
//   /page /js            fixed answers
//   /head?bytes=B        a short answer with a header of B bytes (1024)
//   /echo?name=NAME      "NAME=value" of each CGI variable that is asked for (repeatable), one a
//                        line, then "body_bytes=N" and the body
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string>
#include <string_view>

#include "sluice/sluice.hpp"

namespace {

using sluice::awaitable;
using sluice::event;
using sluice::reply;
using sluice::request;
using sluice::stream;

// The size of the largest message that the default limit takes.
constexpr std::size_t mebibyte = 1024 * 1024;

long number_of(const request& asked, std::string_view name, long otherwise) {
  const auto text = asked.query(name);
  if (!text) return otherwise;
  long number = otherwise;
  std::from_chars(text->data(), text->data() + text->size(), number);
  return number;
}

event tick(long number, const std::string& padding) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto nanoseconds = std::chrono::nanoseconds(now).count();
  const std::string name = std::to_string(number);
  return event(name + " " + std::to_string(nanoseconds) + " " + padding).id(name);
}

awaitable<> events(const request& asked, stream& out) {
  const long count = number_of(asked, "count", 0);
  const std::chrono::milliseconds interval(number_of(asked, "interval_ms", 100));
  const std::string padding(static_cast<std::size_t>(number_of(asked, "bytes", 0)), '.');
  for (long n = asked.last_event_id_as<long>().value_or(0) + 1; count == 0 || n <= count; ++n) {
    event next = tick(n, padding);
    co_await out.send(std::move(next));
    if (n != count) co_await out.sleep(interval);
  }
  if (number_of(asked, "finish", 0) == 1) out.finish();
}

awaitable<> utf8(const request& asked, stream& out) {
  std::string text(static_cast<std::size_t>(number_of(asked, "offset", 0)), 'x');
  while (text.size() + 3 <= mebibyte) text += "\xE2\x86\x92";
  event large(std::move(text));
  co_await out.send(std::move(large));
}

awaitable<> reject(const request& asked, stream& out) {
  out.reject(static_cast<int>(number_of(asked, "status", 403)), "The ticker rejects this.\n");
  co_return;
}

awaitable<> fail(const request& asked, stream& out) {
  const long count = number_of(asked, "after", 0);
  for (long n = 1; n <= count; ++n) {
    event next = tick(n, "");
    co_await out.send(std::move(next));
  }
  throw std::runtime_error("the ticker throws as asked");
}

awaitable<> idle(const request&, stream& out) {
  co_await out.closed();
}

awaitable<> flood(const request& asked, stream& out) {
  const std::string padding(static_cast<std::size_t>(number_of(asked, "bytes", 65536)), '.');
  for (long n = 1;; ++n) {
    event next = tick(n, padding);
    co_await out.send(std::move(next));
  }
}

reply echo(const request& asked) {
  std::string text;
  for (const auto name : asked.query_all("name")) {
    const auto value = asked.variable(name);
    text += std::string(name) + (value ? "=" + std::string(*value) : " is absent") + "\n";
  }
  text += "body_bytes=" + std::to_string(asked.body().size()) + "\n" + asked.body();
  return reply(200, std::move(text));
}

reply head(const request& asked) {
  const auto bytes = static_cast<std::size_t>(number_of(asked, "bytes", 1024));
  return reply(200, "A long head.\n").header("X-Padding", std::string(bytes, 'x'));
}

}  // namespace

int main(int argc, char** argv) {
  sluice::app app;
  app.page("/page", "<!doctype html><title>ticker</title>\n");
  app.script("/js", "// ticker\n");
  app.get("/echo", echo);
  app.get("/head", head);
  app.events("/events", events);
  app.events("/utf8", utf8);
  app.events("/reject", reject);
  app.events("/throw", fail);
  app.events("/idle", idle);
  app.events("/flood", flood);
  return app.run(argc, argv);
}
