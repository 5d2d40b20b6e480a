// A real nginx in front of a worker.
#pragma once

#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include <unistd.h>

#include "support/deadline.hpp"
#include "support/descriptor.hpp"
#include "support/process.hpp"
#include "support/socket.hpp"
#include "support/temporary_folder.hpp"

namespace sluice::test {

/// Hands every request on to `worker`, a unix socket, whether anybody listens on it or not; on a
/// loopback port of its own, killed when this is destroyed. Constructed when it listens; throws
/// std::runtime_error with nginx's words when it does not.
class web_server final {
 public:
  explicit web_server(const std::string& worker) {
    // Another program may take the port before nginx does.
    for (int tries = 0; tries < start_tries; ++tries) {
      if (start(worker)) return;
    }
    throw std::runtime_error("nginx does not listen: " + process_->errors());
  }
  web_server(const web_server&) = delete;
  web_server& operator=(const web_server&) = delete;

  std::string url() const { return "http://" + address_; }

 private:
  static constexpr int start_tries = 5;

  bool start(const std::string& worker) {
    {
      const descriptor free(listen_on("127.0.0.1:0"));
      address_ = tcp_address_of(free.number());
    }
    write_configuration(worker);
    process_ = std::make_unique<process>(program{{program_path(), "-p", folder_.path().string(),
                                                  "-c", folder_ / "nginx.conf", "-e", "stderr"}});
    return eventually(within(),
                      [&] { return !process_->is_running() || is_listening(address_); }) &&
           process_->is_running();
  }

  static std::string program_path() {
    // Debian's is not on every user's path.
    return access("/usr/sbin/nginx", X_OK) == 0 ? "/usr/sbin/nginx" : "nginx";
  }

  void write_configuration(const std::string& worker) const {
    std::ofstream out(folder_ / "nginx.conf");
    if (geteuid() == 0) out << "user root;\n";  // the socket's folder is the test's own
    // One process, so that none outlives the one that is killed.
    out << "daemon off; master_process off; pid nginx.pid; error_log stderr;\n"
        << "events { worker_connections 256; }\n"
        << "http { access_log off; ";
    for (const char* const kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
      out << kind << "_temp_path " << folder_ / kind << "; ";
    }
    out << "server { listen " << address_ << ";\n"
        << "location /moved { return 301 /.well-known/mercure; }\n"
        << "location /busy { add_header Retry-After 7 always; return 503; }\n"
        << "location / { fastcgi_pass unix:" << worker << ";\n";
    for (const char* const pair :
         {"REQUEST_METHOD $request_method", "REQUEST_URI $request_uri",
          "QUERY_STRING $query_string", "CONTENT_TYPE $content_type",
          "CONTENT_LENGTH $content_length", "SCRIPT_NAME $fastcgi_script_name",
          "SERVER_PROTOCOL $server_protocol", "REMOTE_ADDR $remote_addr"}) {
      out << "fastcgi_param " << pair << ";\n";
    }
    out << "} } }\n";
  }

  temporary_folder folder_;
  std::string address_;
  std::unique_ptr<process> process_;
};

}  // namespace sluice::test
