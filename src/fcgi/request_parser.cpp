#include "fcgi/request_parser.hpp"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <mutex>
#include <system_error>

#include <fcgiapp.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/descriptor.hpp"
#include "fcgi/record.hpp"

namespace sluice::fcgi {
namespace {

constexpr std::uint16_t parsed_id = 1;
constexpr int no_listening_socket = -1;
// Of the file that stays; a request that needs more has a larger one for itself.
constexpr std::size_t usual_file_bytes = 64 * 1024;
// Web servers send some twenty-five.
constexpr std::size_t usual_variables = 32;

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
void append_normalised(std::string& message, std::string_view params) {
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
}

cgi_variables copied_from(char** variables, std::size_t bytes) {
  cgi_variables copied;
  copied.reserve(usual_variables, bytes);
  for (; *variables; ++variables) {
    const std::string_view variable = *variables;
    const std::size_t equals = variable.find('=');
    const std::string_view name = variable.substr(0, equals);
    // The library adds the role of BEGIN_REQUEST; the web server did not send it.
    if (equals == std::string_view::npos || name == "FCGI_ROLE") continue;
    copied.append(name, variable.substr(equals + 1));
  }
  return copied;
}

// What the library reads: a file in memory that is filled by storing into its mapping, which needs
// no system call. Behind a message stands what is left of a longer one; nobody reads so far,
// because the library ends at the empty PARAMS record.
class message_file final {
 public:
  message_file() = default;
  ~message_file() { unmap(); }
  message_file(const message_file&) = delete;
  message_file& operator=(const message_file&) = delete;

  bool try_open() {
    file_ = sluice::descriptor(::memfd_create("sluice-params", MFD_CLOEXEC));
    return file_.is_open();
  }
  bool is_open() const { return file_.is_open(); }
  int descriptor() const { return file_.number(); }
  // The library closes a file whose content it refuses.
  void note_closed() {
    unmap();
    file_.release();
  }

  bool try_hold(std::string_view message) {
    if (!try_resize(std::max(message.size(), usual_file_bytes))) return false;
    std::memcpy(mapping_, message.data(), message.size());
    return ::lseek(file_.number(), 0, SEEK_SET) == 0;
  }

 private:
  bool try_resize(std::size_t bytes) {
    if (bytes == bytes_) return true;
    unmap();
    if (::ftruncate(file_.number(), static_cast<off_t>(bytes)) != 0) return false;
    void* const mapping =
        ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.number(), 0);
    if (mapping == MAP_FAILED) return false;
    mapping_ = mapping;
    bytes_ = bytes;
    return true;
  }

  void unmap() {
    if (mapping_) ::munmap(mapping_, bytes_);
    mapping_ = nullptr;
    bytes_ = 0;
  }

  sluice::descriptor file_{-1};
  void* mapping_ = nullptr;
  std::size_t bytes_ = 0;
};

}  // namespace

struct request_parser::library {
  library() {
    if (!file.try_open()) throw std::system_error(errno, std::generic_category(), "memfd_create");
    FCGX_InitRequest(&request, no_listening_socket, 0);
  }

  message_file file;
  std::string message;
  FCGX_Request request;
};

request_parser::request_parser() {
  initialise_library();
  library_ = std::make_unique<library>();
}

request_parser::~request_parser() = default;

result<cgi_variables> request_parser::try_parse(std::string_view params) {
  if (!is_whole_pairs(params)) {
    return failure{errc::text_malformed, "a name or value of PARAMS is longer than PARAMS"};
  }
  FCGX_Request& request = library_->request;
  message_file& file = library_->file;
  std::string& message = library_->message;
  message.clear();
  append_normalised(message, params);
  const bool is_held = (file.is_open() || file.try_open()) && file.try_hold(message);
  if (message.capacity() > usual_file_bytes) message = std::string();
  if (!is_held) {
    return failure{errc::text_malformed, "the file in memory took less than PARAMS"};
  }
  request.ipcFd = file.descriptor();
  request.keepConnection = 1;  // else the library closes the file before it reads it
  const int refused = FCGX_Accept_r(&request);
  if (refused != 0) {
    // The next request opens another, or tries again where there is no descriptor.
    file.note_closed();
    return failure{errc::text_malformed, "libfcgi refused PARAMS"};
  }
  const bool is_whole = FCGX_GetError(request.in) == 0;
  cgi_variables variables = copied_from(request.envp, params.size());
  FCGX_Free(&request, 0);
  request.ipcFd = -1;
  if (!is_whole) return failure{errc::text_malformed, "libfcgi read PARAMS with an error"};
  return variables;
}

}  // namespace sluice::fcgi
