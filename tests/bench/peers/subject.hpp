#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "bench/load/unframer.hpp"
#include "bench/peers/nginx_settings.hpp"

namespace sluice::bench {

/// One process whose processor time and memory belong to a subject. A value.
struct server_process {
  std::string role;  // "worker", "nginx" or "peer"
  pid_t id = 0;
};

/// Where streams are asked for. A value.
struct stream_place {
  std::string address;
  framing how = framing::http;
  // Requests at once, when thousands are opened: nginx's own queue of new ones holds 511.
  std::size_t in_flight = 64;
};

/// What a subscriber asks for. A value.
struct stream_order {
  std::string topic;
  std::string last_id{};
  std::string token{};
  std::size_t cookie_bytes = 0;  // as a site's own cookies have; over HTTP
};

enum class reach { everyone, the_granted };

/// What is published. A value.
struct update_order {
  std::vector<std::string> topics;
  std::string data;
  reach to = reach::everyone;
};

/// Whether a connection takes a request behind the one before it.
enum class connection_use { many_requests, one_request };

/// How answers to what is published end: HTTP's way, or each with its line.
enum class answer_form { http, lines };

/// Where updates are published, and over how many connections. A value.
struct publish_way {
  std::string address;
  answer_form answers = answer_form::http;
  std::size_t lines = 1;
  std::size_t unanswered = 1;  // most requests on their way, on each
  connection_use use = connection_use::many_requests;
};

/// A push server that was started for being measured; it ends with this. What it cannot do, such as
/// private updates, it is not asked for.
class subject {
 public:
  virtual ~subject() = default;

  virtual stream_place streams() const = 0;
  virtual std::string stream_request(const stream_order& what) const = 0;
  virtual publish_way publishing() const = 0;
  virtual std::string publish_request(const update_order& what) const = 0;
  /// All that run now.
  virtual std::vector<server_process> processes() const = 0;
  /// The last line of its log that tells of an error; empty when it has none.
  virtual std::string complaint() const { return {}; }
};

/// How subjects are started. A value.
struct subject_plan {
  std::string sluice_program;
  std::string bare_program;
  std::size_t nginx_workers = 1;
  nginx_settings nginx{};                       // where it is in front of a worker
  std::size_t loops = 1;                        // of sluice
  answer_form publish_by = answer_form::lines;  // where there is a control socket
  std::size_t publish_lines = 8;                // over HTTP
  // Where sluice holds history; "memory" or "sqlite", which is in the subject's folder.
  std::string history = "memory";
};

/// Names in the order of the tables: sluice, sluice-post, sluice-direct …
std::vector<std::string> subject_names();
/// What a subject needs and this machine has not: a program or a file, and Debian's package of it.
/// Nothing when all is there.
std::optional<std::string> missing_part(const std::string& name);

/// Whether it is a worker behind nginx with the shipped file.
bool is_behind_nginx(const std::string& name);

/// Complete when the subject serves. Throws std::runtime_error with its words when it does not,
/// std::invalid_argument for a name that is none.
std::unique_ptr<subject> start_subject(const std::string& name, const subject_plan& how);

}  // namespace sluice::bench
