#include "cli/publish.hpp"

#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <unistd.h>

#include "base/exit_code.hpp"
#include "base/text.hpp"
#include "cli/arguments.hpp"
#include "cli/content.hpp"
#include "cli/control_publisher.hpp"
#include "cli/control_socket.hpp"
#include "cli/publish_arguments.hpp"
#include "cli/publish_encoding.hpp"
#include "cli/publish_run.hpp"
#include "cli/url_publisher.hpp"

namespace sluice::cli {
namespace {

constexpr std::string_view usage = R"(Usage: sluice publish TOPIC [DATA] [OPTION...]

Publishes an update and writes its id. Its data is DATA, or the file, or all of standard input as it
is, the last line end too.
  --also TOPIC        another topic of the same update; repeatable
  --private           only for subscribers whose token grants a topic of it
  --id ID             instead of the id that the hub makes
  --type TYPE         the event's type; message by default
  --retry TIME        how long a browser waits before it comes back: 500ms, 5s
  --file FILE         in place of standard input
  --lines             each line of the input is an update, published as it comes; an id a line

By the control socket of a worker on this machine, which needs no token:
  --control PATH      by default SLUICE_CONTROL, or `control` in the configuration, or
                      /run/sluice/control.sock
  --config FILE       the configuration, if not /etc/sluice/sluice.conf

By a web server:
  --url URL           a URL without a path gets /.well-known/mercure
  --token-file FILE   the token that allows it: `sluice token mint --publish TOPIC`

With --lines a worker that is busy (503) is waited for, and the line is sent again.

Examples:
  sluice publish news 'it works'
  sluice publish https://example.com/books/1 --also https://example.com/books --file book.json
  journalctl -f -o cat | sluice publish log --lines --private
  sluice publish news hello --url https://your.site --token-file publisher.token

Exit codes: 0 published, 1 refused, 2 usage or configuration, 3 could not reach the worker.
)";

constexpr std::string_view command = "publish";
// Far above what any worker takes (message-limit); it only keeps a device from filling the memory.
constexpr std::size_t longest_data_bytes = 64 * 1024 * 1024;

// Reads the data where it is not among the words. An exit code when that fails.
std::optional<int> complete(publish_order& order, int input, terminal& at) {
  if (order.unit == input_unit::line || order.has_data) return std::nullopt;
  auto data = try_read_to_end(input, longest_data_bytes, order.file.value_or("standard input"));
  if (!data) return fail(at, command, data.error().message(), exit_usage);
  if (!is_utf8(*data)) return fail(at, command, "the data is not UTF-8", exit_failed);
  update whole(order.what.topics(), std::move(*data));
  whole.id(order.what.id()).type(order.what.type()).to(order.what.to());
  if (order.what.retry()) whole.retry(*order.what.retry());
  order.what = std::move(whole);
  return std::nullopt;
}

int publish_by_control(const publish_order& order, int input, terminal& at) {
  const auto path =
      find_control_path(std::get<control_way>(order.way), config::read_environment(environ));
  if (!path) return fail(at, command, path.error().sentence, exit_usage);
  auto connected = try_connect_control(*path);
  if (!connected) return fail(at, command, connected.error().sentence, exit_unreachable);
  if (order.unit == input_unit::whole) {
    publish_run run(order, encode_control_line, at);
    return control_publisher(std::move(*connected), run).publish_all();
  }
  publish_run run(order, encode_control_line, at, input, publish_pipeline::default_window);
  return control_publisher(std::move(*connected), run).publish_all();
}

int publish_by_url(const publish_order& order, int input, terminal& at) {
  const auto& way = std::get<url_way>(order.way);
  if (order.unit == input_unit::whole) {
    publish_run run(order, encode_form, at);
    return url_publisher(way, run).publish_all();
  }
  // One at a time: a web server may pass requests on in any order.
  publish_run run(order, encode_form, at, input, 1);
  return url_publisher(way, run).publish_all();
}

}  // namespace

int run_publish(const std::vector<std::string>& words, terminal& at) {
  if (is_help_asked(words)) {
    at.out << usage << std::flush;
    return exit_fine;
  }
  auto order = try_read_publish(words);
  if (!order) return fail(at, command, order.error().sentence, exit_usage);
  std::optional<descriptor> file;
  if (order->file) {
    const auto opened = try_open_file(*order->file);
    if (!opened) return fail(at, command, opened.error().message(), exit_usage);
    file.emplace(*opened);
  }
  const int input = file ? file->number() : at.in;
  if (const auto exit_code = complete(*order, input, at)) return *exit_code;
  return std::holds_alternative<url_way>(order->way) ? publish_by_url(*order, input, at)
                                                     : publish_by_control(*order, input, at);
}

}  // namespace sluice::cli
