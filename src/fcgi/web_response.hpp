// A web server's side of an answer, for tools that talk to a worker directly. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fcgi/record.hpp"

namespace sluice::fcgi {

/// Reads one answer from a worker's records, cut anywhere: the head that a CGI program writes (RFC
/// 3875, section 6), then the body as it comes. Bounded: the head and the error text have limits,
/// the body is handed on and not kept.
///
///     web_response answer;
///     while (answer.feed(bytes, print) < web_response::state::ended) bytes = read(socket);
class web_response final {
 public:
  // nginx gives a head 4 or 8 KiB; more is no answer of a worker.
  static constexpr std::size_t longest_head_bytes = 64 * 1024;
  // Of STDERR; what follows is dropped.
  static constexpr std::size_t longest_error_bytes = 4 * 1024;

  enum class state { head, body, ended, broken };
  using body_handler = std::function<void(std::string_view)>;

  /// Takes the next bytes. Calls `on_body` for the pieces of the body they hold, after the head is
  /// known; a view lives as long as the call. After `ended` and `broken` bytes are dropped.
  state feed(std::string_view bytes, const body_handler& on_body);

  state now() const { return state_; }
  /// From `body` on: Status, 200 when there is none.
  int status() const { return status_; }
  /// The first value of a header, in any case; from `body` on.
  std::optional<std::string> header(std::string_view name) const;
  /// What the worker wrote to STDERR.
  const std::string& errors() const { return errors_; }
  /// Why it is `broken`, one sentence without a full stop.
  const std::string& trouble() const { return trouble_; }

 private:
  void take_header_byte(char byte);
  void take_content(std::string_view part, const body_handler& on_body);
  void take_output(std::string_view part, const body_handler& on_body);
  void end_record();
  void end_request();
  void read_head(std::string_view head);
  void read_status(std::string_view value);
  void break_off(std::string why);

  state state_ = state::head;
  std::array<unsigned char, header_bytes> header_{};
  std::size_t header_taken_ = 0;
  record_header record_;
  std::size_t content_left_ = 0;
  std::size_t padding_left_ = 0;
  std::string head_;
  std::string end_body_;
  int status_ = 200;
  std::vector<std::pair<std::string, std::string>> headers_;
  std::string errors_;
  std::string trouble_;
};

}  // namespace sluice::fcgi
