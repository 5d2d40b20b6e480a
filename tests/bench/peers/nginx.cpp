#include "bench/peers/nginx.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <sys/resource.h>
#include <unistd.h>

#include "bench/load/resources.hpp"
#include "bench/peers/ending.hpp"
#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/socket.hpp"

namespace sluice::bench {
namespace {

constexpr const char* shipped_socket = "unix:/run/sluice/sluice.sock";
constexpr const char* program = "/usr/sbin/nginx";

std::string descriptor_limit() {
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  return std::to_string(files.rlim_max);
}

std::string replace_all(std::string text, const std::string& what, const std::string& with) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
    text.replace(at, what.size(), with);
  }
  return text;
}

// As root the workers stay root, for the folders are the invoking user's.
std::string main_lines(const nginx_plan& plan, const test::temporary_folder& folder) {
  std::string lines;
  if (!plan.module_file.empty()) lines += "load_module " + plan.module_file + ";\n";
  if (getuid() == 0) lines += "user root;\n";
  lines += "daemon off;\nworker_processes " + std::to_string(plan.workers) +
           ";\nworker_rlimit_nofile " + descriptor_limit() + ";\npid " + folder / "nginx.pid" +
           ";\nerror_log " + folder / "nginx.log" + ";\n";
  return with_settings(lines, "main", plan.settings);
}

std::string events_lines(const nginx_plan& plan) {
  return with_settings("worker_connections " + descriptor_limit() + ";\n", "events", plan.settings);
}

// keepalive_requests: a publisher keeps its connection for the whole run.
std::string http_lines(const nginx_plan& plan, const test::temporary_folder& folder) {
  std::string lines = "include mime.types;\naccess_log off;\nkeepalive_requests 10000000;\n";
  for (const char* each : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
    lines += std::string(each) + "_temp_path " + folder / each + ";\n";
  }
  return with_settings(lines, "http", plan.settings);
}

std::string server_lines(const nginx_plan& plan) {
  return with_settings(with_location_settings(plan.server, plan.settings), "server", plan.settings);
}

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

std::string free_address() {
  const test::descriptor probe(test::listen_on("127.0.0.1:0"));
  return test::tcp_address_of(probe.number());
}

nginx::nginx(const nginx_plan& plan) : role_(plan.role) {
  write_configuration(plan);
  process_ = std::make_unique<test::process>(
      test::program{.arguments = {program, "-p", folder_.path(), "-c", folder_ / "nginx.conf", "-e",
                                  folder_ / "nginx.log"},
                    .environment = plan.settings.environment()});
  const bool is_ready = test::eventually(test::within(), [&] {
    return !process_->is_running() ||
           (test::is_listening(address_) && descendants_of(process_->id()).size() >= plan.workers);
  });
  if (is_ready && process_->is_running()) return;
  throw std::runtime_error("nginx does not serve: " + process_->errors() +
                           read_text(folder_ / "nginx.log"));
}

// Its workers end with the master only when the master is asked.
nginx::~nginx() {
  end_with_descendants(*process_);
}

void nginx::write_configuration(const nginx_plan& plan) {
  for (const char* each : {"fastcgi_params", "mime.types"}) {
    std::filesystem::create_symlink(std::string("/etc/nginx/") + each, folder_ / each);
  }
  std::ofstream(folder_ / "nginx.conf")
      << main_lines(plan, folder_) << "events {\n"
      << events_lines(plan) << "}\nhttp {\n"
      << http_lines(plan, folder_) << "server {\nlisten " << address_ << " backlog=4096;\n"
      << server_lines(plan) << "}\n}\n";
}

std::vector<server_process> nginx::processes() const {
  std::vector<server_process> found{{role_, process_->id()}};
  for (const pid_t each : descendants_of(process_->id())) found.push_back({role_, each});
  return found;
}

std::string nginx::complaint() const {
  const std::string text = read_text(folder_ / "nginx.log");
  const std::size_t end = text.find_last_not_of('\n');
  if (end == std::string::npos) return {};
  const std::size_t before = text.find_last_of('\n', end);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  return text.substr(begin, end + 1 - begin);
}

std::string shipped_locations(const std::string& socket) {
  return replace_all(read_text(SLUICE_SHIPPED_NGINX_CONF), shipped_socket, "unix:" + socket);
}

}  // namespace sluice::bench
