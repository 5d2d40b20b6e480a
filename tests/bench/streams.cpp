// Opens many event streams at once and measures what arrives.
//
//   bench_streams --streams 5000 --http 127.0.0.1:8080 --target
//   '/sluice/events?count=30&interval_ms=1000' bench_streams --streams 1 --fcgi
//   /run/sluice/sluice.sock --target '/sluice/events?count=200&interval_ms=10'
//
// The events' data begins with "<n> <nanoseconds of the system clock at send>", as the ticker sends
// them; sender and receiver share one clock. --pid N adds the memory of that process, idle and
// open.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fcgi/record.hpp"

namespace {

using clock_type = std::chrono::steady_clock;
using namespace std::chrono_literals;

struct options {
  std::size_t streams = 1;
  std::string http;
  std::string fcgi;
  std::string target = "/sluice/events?count=10&interval_ms=1000";
  long events = 0;  // expected of each stream; 0 takes the target's count
  long pid = 0;
  double timeout_seconds = 120;
  bool wants_json = false;
};

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error(why);
}

options read_options(int argc, char** argv) {
  options found;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--json") {
      found.wants_json = true;
      continue;
    }
    if (i + 1 == argc) fail(name + " needs a value");
    const std::string value = argv[++i];
    if (name == "--streams") {
      found.streams = std::stoul(value);
    } else if (name == "--http") {
      found.http = value;
    } else if (name == "--fcgi") {
      found.fcgi = value;
    } else if (name == "--target") {
      found.target = value;
    } else if (name == "--pid") {
      found.pid = std::stol(value);
    } else if (name == "--timeout") {
      found.timeout_seconds = std::stod(value);
    } else {
      fail("unknown option " + name);
    }
  }
  if (found.http.empty() == found.fcgi.empty()) fail("give --http HOST:PORT or --fcgi PATH");
  const std::size_t count = found.target.find("count=");
  if (count == std::string::npos) fail("the target has no count=");
  found.events = std::stol(found.target.substr(count + 6));
  return found;
}

std::string fcgi_request(const std::string& target) {
  using namespace sluice::fcgi;
  std::string params;
  append_pair(params, "REQUEST_METHOD", "GET");
  append_pair(params, "REQUEST_URI", target);
  append_pair(params, "QUERY_STRING", target.substr(target.find('?') + 1));
  std::string bytes;
  append_header(bytes, record_type::begin_request, 1, 8);
  bytes.append("\0\1\0\0\0\0\0\0", 8);
  append_header(bytes, record_type::params, 1, params.size());
  bytes += params;
  append_header(bytes, record_type::params, 1, 0);
  append_header(bytes, record_type::standard_input, 1, 0);
  return bytes;
}

struct stream {
  int descriptor = -1;
  bool is_asked = false;
  bool is_over = false;
  bool has_first_bytes = false;
  clock_type::time_point began;
  long next = 1;
  std::string rest;  // bytes behind the last line feed
};

struct totals {
  std::size_t asked = 0;
  std::size_t open = 0;
  std::size_t over = 0;
  std::size_t errors = 0;
  std::size_t events = 0;
  std::vector<double> latencies_ms;
  std::vector<double> connects_ms;
};

class load final {
 public:
  explicit load(const options& how) : how_(how), streams_(how.streams) {
    request_ = how.fcgi.empty() ? "GET " + how.target + " HTTP/1.1\r\nHost: bench\r\n\r\n"
                                : fcgi_request(how.target);
    epoll_ = ::epoll_create1(EPOLL_CLOEXEC);
    totals_.latencies_ms.reserve(how.streams * static_cast<std::size_t>(how.events));
  }
  ~load() {
    for (stream& each : streams_) finish(each);
    ::close(epoll_);
  }
  load(const load&) = delete;
  load& operator=(const load&) = delete;

  const totals& run(const std::function<void()>& when_all_open) {
    const auto end = clock_type::now() + std::chrono::duration<double>(how_.timeout_seconds);
    auto next_line = clock_type::now() + 1s;
    bool told = false;
    while (totals_.over < streams_.size() && clock_type::now() < end) {
      connect_some();
      wait();
      if (!told && totals_.open == streams_.size()) {
        told = true;
        when_all_open();
      }
      if (clock_type::now() >= next_line) {
        next_line += 1s;
        std::fprintf(stderr, "\r%zu open, %zu over, %zu events, %zu errors ", totals_.open,
                     totals_.over, totals_.events, totals_.errors);
      }
    }
    std::fprintf(stderr, "\n");
    return totals_;
  }

 private:
  // At most this many connections on their way: a burst beyond the backlog is another measurement.
  static constexpr std::size_t most_connecting = 256;

  void connect_some() {
    while (totals_.asked < streams_.size() &&
           totals_.asked - totals_.open - lost_before_open_ < most_connecting) {
      open(streams_[totals_.asked++]);
    }
  }

  void open(stream& one) {
    one.began = clock_type::now();
    const bool is_unix = !how_.fcgi.empty();
    one.descriptor = ::socket(is_unix ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (one.descriptor < 0 || !connect(one, is_unix)) return lose(one);
    if (::send(one.descriptor, request_.data(), request_.size(), MSG_NOSIGNAL) < 0) {
      return lose(one);
    }
    ::fcntl(one.descriptor, F_SETFL, O_NONBLOCK);
    epoll_event entry{};
    entry.events = EPOLLIN | EPOLLRDHUP;
    entry.data.ptr = &one;
    ::epoll_ctl(epoll_, EPOLL_CTL_ADD, one.descriptor, &entry);
  }

  bool connect(stream& one, bool is_unix) {
    if (is_unix) {
      sockaddr_un address{};
      address.sun_family = AF_UNIX;
      std::strncpy(address.sun_path, how_.fcgi.c_str(), sizeof address.sun_path - 1);
      return ::connect(one.descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(how_.http.substr(how_.http.rfind(':') + 1))));
    return ::connect(one.descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }

  void wait() {
    epoll_event found[512];
    const int count = ::epoll_wait(epoll_, found, 512, 100);
    for (int i = 0; i < count; ++i) read(*static_cast<stream*>(found[i].data.ptr));
  }

  void read(stream& one) {
    static char buffer[256 * 1024];
    if (one.is_over) return;
    const ssize_t count = ::recv(one.descriptor, buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return one.next > how_.events ? finish(one) : lose(one);
    if (!one.has_first_bytes) {
      one.has_first_bytes = true;
      ++totals_.open;
      totals_.connects_ms.push_back(
          std::chrono::duration<double, std::milli>(clock_type::now() - one.began).count());
    }
    take(one, std::string_view(buffer, static_cast<std::size_t>(count)));
  }

  // Looks at lines only: chunk sizes and record headers never begin with "data: ".
  void take(stream& one, std::string_view bytes) {
    const auto now = std::chrono::duration_cast<std::chrono::nanoseconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    one.rest += bytes;
    std::size_t from = 0;
    for (std::size_t end; (end = one.rest.find('\n', from)) != std::string::npos; from = end + 1) {
      const std::string_view line(one.rest.data() + from, end - from);
      const std::size_t data = line.find("data: ");
      if (data != std::string_view::npos) take_event(one, line.substr(data + 6), now);
    }
    one.rest.erase(0, from);
    if (one.next > how_.events) finish(one);
  }

  void take_event(stream& one, std::string_view data, long now) {
    char* end = nullptr;
    const std::string text(data.substr(0, 48));
    const long number = std::strtol(text.c_str(), &end, 10);
    const long sent = std::strtol(end, nullptr, 10);
    if (number != one.next) ++totals_.errors;
    one.next = number + 1;
    ++totals_.events;
    totals_.latencies_ms.push_back(static_cast<double>(now - sent) / 1e6);
  }

  void lose(stream& one) {
    if (one.is_over) return;
    ++totals_.errors;
    if (!one.has_first_bytes) ++lost_before_open_;
    finish(one);
  }

  void finish(stream& one) {
    if (one.descriptor >= 0) ::close(std::exchange(one.descriptor, -1));
    if (std::exchange(one.is_over, true)) return;
    ++totals_.over;
  }

  options how_;
  std::vector<stream> streams_;
  std::string request_;
  int epoll_;
  std::size_t lost_before_open_ = 0;
  totals totals_;
};

double quantile(std::vector<double>& sorted, double at) {
  if (sorted.empty()) return 0;
  return sorted[std::min(sorted.size() - 1,
                         static_cast<std::size_t>(at * static_cast<double>(sorted.size())))];
}

nlohmann::json spread(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return {{"p50", quantile(values, 0.5)},
          {"p90", quantile(values, 0.9)},
          {"p99", quantile(values, 0.99)},
          {"max", values.empty() ? 0 : values.back()}};
}

// Proportional set size in KiB: what the process costs, shared pages split.
long memory_kib(long pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/smaps_rollup");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("Pss:")) return std::stol(line.substr(4));
  }
  return 0;
}

long open_files(long pid) {
  const std::filesystem::directory_iterator entries("/proc/" + std::to_string(pid) + "/fd");
  return static_cast<long>(std::distance(begin(entries), end(entries)));
}

int run(int argc, char** argv) {
  const options how = read_options(argc, argv);
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);

  nlohmann::json report{{"streams", how.streams}, {"target", how.target}};
  if (how.pid > 0) {
    report["memory_before_kib"] = memory_kib(how.pid);
    report["files_before"] = open_files(how.pid);
  }
  {
    load all(how);
    const totals& found = all.run([&] {
      if (how.pid == 0) return;
      report["memory_open_kib"] = memory_kib(how.pid);
      report["files_open"] = open_files(how.pid);
    });
    report["opened"] = found.connects_ms.size();
    report["errors"] = found.errors;
    report["events"] = found.events;
    report["events_expected"] = how.streams * static_cast<std::size_t>(how.events);
    report["latency_ms"] = spread(found.latencies_ms);
    report["connect_ms"] = spread(found.connects_ms);
  }
  if (how.pid > 0) {
    const double open = report.value("memory_open_kib", 0.0);
    report["memory_per_stream_kib"] =
        (open - report.value("memory_before_kib", 0.0)) / static_cast<double>(how.streams);
    // Departures are noticed at once, memory is given back within a second or two.
    for (int i = 0; i < 100; ++i) {
      const bool is_settled = open_files(how.pid) <= report.value("files_before", 0L) &&
                              static_cast<double>(memory_kib(how.pid)) < open / 2;
      if (is_settled) break;
      ::usleep(30'000);
    }
    report["memory_after_kib"] = memory_kib(how.pid);
    report["files_after"] = open_files(how.pid);
  }
  std::printf("%s\n", report.dump(how.wants_json ? -1 : 2).c_str());
  return report["errors"] == 0 && report["events"] == report["events_expected"] ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "bench_streams: %s\n", error.what());
    return 2;
  }
}
