#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice {

enum class audience { everyone, granted };

/// What a publisher sends to the hub. A value; its texts are UTF-8 and checked where they enter.
class update {
 public:
  update() = default;
  update(std::vector<std::string> topics, std::string data)
      : topics_(std::move(topics)), data_(std::move(data)) {}

  /// The first is the canonical topic, the others are alternates of it. At least one.
  const std::vector<std::string>& topics() const { return topics_; }
  const std::string& data() const { return data_; }
  /// Unique in the hub, never empty once published: the hub makes one where the publisher gave
  /// none.
  const std::string& id() const { return id_; }
  /// The event's type; empty means `message`.
  const std::string& type() const { return type_; }
  const std::optional<std::chrono::milliseconds>& retry() const { return retry_; }
  /// `granted`: only subscribers whose token grants one of the topics get it.
  audience to() const { return to_; }

  update& id(std::string text) {
    id_ = std::move(text);
    return *this;
  }
  update& type(std::string text) {
    type_ = std::move(text);
    return *this;
  }
  update& retry(std::chrono::milliseconds wait) {
    retry_ = wait;
    return *this;
  }
  update& to(audience whom) {
    to_ = whom;
    return *this;
  }

  friend bool operator==(const update&, const update&) = default;

 private:
  std::vector<std::string> topics_;
  std::string data_;
  std::string id_;
  std::string type_;
  std::optional<std::chrono::milliseconds> retry_;
  audience to_ = audience::everyone;
};

}  // namespace sluice
