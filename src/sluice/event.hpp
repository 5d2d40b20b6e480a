#pragma once

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>

namespace sluice {

/// Thrown by the setters of `event`: the text would break the event stream's framing.
class invalid_event : public std::invalid_argument {
 public:
  using std::invalid_argument::invalid_argument;
};

/// One server-sent event (WHATWG HTML, 9.2). A value: it copies and compares.
///
///     co_await out.send(sluice::event("21.5").type("temperature").id("42"));
///
/// Every setter throws `invalid_event`, and leaves the event as it was, when the text is not UTF-8.
/// Line breaks (CR, LF, CRLF) are allowed in data, where each starts a new line of the data; the id
/// and the type refuse them, and NUL too.
class event {
 public:
  event() = default;
  explicit event(std::string data);

  event& data(std::string text) &;
  /// What the browser sends back as Last-Event-ID. An empty id resets the browser's.
  event& id(std::string text) &;
  /// The name that `addEventListener` listens to; empty means `message`.
  event& type(std::string text) &;
  /// How long the browser waits before it reconnects, from this event on.
  event& retry(std::chrono::milliseconds wait) &;

  event&& data(std::string text) && { return std::move(data(std::move(text))); }
  event&& id(std::string text) && { return std::move(id(std::move(text))); }
  event&& type(std::string text) && { return std::move(type(std::move(text))); }
  event&& retry(std::chrono::milliseconds wait) && { return std::move(retry(wait)); }

  /// Absent data means a block without a `data` field: it dispatches nothing, but sets id and
  /// retry.
  const std::optional<std::string>& data() const { return data_; }
  const std::optional<std::string>& id() const { return id_; }
  const std::string& type() const { return type_; }
  const std::optional<std::chrono::milliseconds>& retry() const { return retry_; }

  friend bool operator==(const event&, const event&) = default;

 private:
  std::optional<std::string> data_;
  std::optional<std::string> id_;
  std::string type_;
  std::optional<std::chrono::milliseconds> retry_;
};

// GCC 12 destroys aggregate temporaries twice inside a co_await expression.
static_assert(!std::is_aggregate_v<event>);

}  // namespace sluice
