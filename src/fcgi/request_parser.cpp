#include "fcgi/request_parser.hpp"

#include <cerrno>
#include <csignal>
#include <mutex>
#include <system_error>

#include <fcgiapp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "fcgi/record.hpp"

namespace sluice::fcgi {
namespace {

constexpr std::uint16_t parsed_id = 1;
constexpr int no_listening_socket = -1;

// Libfcgi takes over signals that are at their default or ignored; they are the daemon's.
void initialise_library() {
  static std::once_flag once;
  std::call_once(once, [] {
    constexpr int taken[] = {SIGPIPE, SIGUSR1, SIGTERM};
    struct sigaction before[3];
    for (int i = 0; i < 3; ++i) ::sigaction(taken[i], nullptr, &before[i]);
    FCGX_Init();
    for (int i = 0; i < 3; ++i) ::sigaction(taken[i], &before[i], nullptr);
  });
}

// One request in records of full size, whatever its records were on the wire.
std::string normalised(std::string_view params) {
  std::string message;
  message.reserve(params.size() + 8 * header_bytes);
  append_header(message, record_type::begin_request, parsed_id, 8);
  message.append({0, static_cast<char>(role::responder), static_cast<char>(keep_connection_flag)});
  message.append(5, '\0');
  while (!params.empty()) {
    const std::string_view content = params.substr(0, max_content_bytes);
    append_header(message, record_type::params, parsed_id, content.size());
    message += content;
    params.remove_prefix(content.size());
  }
  append_header(message, record_type::params, parsed_id, 0);
  append_header(message, record_type::standard_input, parsed_id, 0);
  return message;
}

fields split_variables(char** variables) {
  fields pairs;
  for (; *variables; ++variables) {
    const std::string_view variable = *variables;
    const std::size_t equals = variable.find('=');
    const std::string_view name = variable.substr(0, equals);
    // The library adds the role of BEGIN_REQUEST; the web server did not send it.
    if (equals == std::string_view::npos || name == "FCGI_ROLE") continue;
    pairs.emplace_back(name, variable.substr(equals + 1));
  }
  return pairs;
}

}  // namespace

struct request_parser::library {
  library() {
    if (!try_open()) throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  ~library() {
    if (file >= 0) ::close(file);
  }

  bool try_open() {
    file = ::memfd_create("sluice-params", MFD_CLOEXEC);
    FCGX_InitRequest(&request, no_listening_socket, 0);
    return file >= 0;
  }

  bool fill(std::string_view message) const {
    return ::pwrite(file, message.data(), message.size(), 0) ==
               static_cast<ssize_t>(message.size()) &&
           ::ftruncate(file, static_cast<off_t>(message.size())) == 0 &&
           ::lseek(file, 0, SEEK_SET) == 0;
  }

  int file = -1;
  FCGX_Request request;
};

request_parser::request_parser() {
  initialise_library();
  library_ = std::make_unique<library>();
}

request_parser::~request_parser() = default;

result<fields> request_parser::try_parse(std::string_view params) {
  if (!is_whole_pairs(params)) {
    return failure{errc::text_malformed, "a name or value of PARAMS is longer than PARAMS"};
  }
  FCGX_Request& request = library_->request;
  const bool is_open = library_->file >= 0 || library_->try_open();
  if (!is_open || !library_->fill(normalised(params))) {
    return failure{errc::text_malformed, "the file in memory took less than PARAMS"};
  }
  request.ipcFd = library_->file;
  request.keepConnection = 1;  // else the library closes the file before it reads it
  const int refused = FCGX_Accept_r(&request);
  if (refused != 0) {
    // The library has closed the file. Without descriptors the next request tries again.
    library_->try_open();
    return failure{errc::text_malformed, "libfcgi refused PARAMS"};
  }
  const bool is_whole = FCGX_GetError(request.in) == 0;
  fields pairs = split_variables(request.envp);
  FCGX_Free(&request, 0);
  request.ipcFd = -1;
  if (!is_whole) return failure{errc::text_malformed, "libfcgi read PARAMS with an error"};
  return pairs;
}

}  // namespace sluice::fcgi
