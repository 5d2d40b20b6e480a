#include "integration/hub/model_client.hpp"

#include <utility>

#include "support/cgi_answer.hpp"
#include "support/hub_request.hpp"
#include "support/token.hpp"

namespace sluice::test {
namespace {

const std::string earliest = "earliest";

}  // namespace

model_client::model_client(std::string address, model_interest wanted, const model_order& order)
    : address_(std::move(address)), wanted_(std::move(wanted)), order_(order) {}

void model_client::connect() {
  expect_beginning();
  auto asked = subscribe_request(wanted_.selectors);
  if (!wanted_.grants.empty()) asked = with_bearer(asked, subscriber_token(wanted_.grants));
  if (last_id_) asked.last_event_id(*last_id_);
  stream_ = std::make_unique<fcgi_peer>(address_);
  stream_->write(asked.bytes());
  std::string output;
  while (output.find("\r\n\r\n") == std::string::npos) output += stream_->read_record().content;
  const auto answer = parse_answer(output);
  if (answer.code() != 200) fail("no stream, but " + answer.status());
  text_ = {};
  for (const auto& each : text_.feed(answer.body)) take(each);
}

// Nothing is published between this and the answer's head.
void model_client::expect_beginning() {
  expected_position_.reset();
  is_gap_due_ = false;
  is_behind_a_gap_ = false;
  if (!last_id_) {
    place_ = order_.size();
    expected_position_ = position_told();
    return;
  }
  if (*last_id_ == earliest) {
    place_ = order_.oldest();
    return;
  }
  const auto seen = order_.find(*last_id_);
  is_gap_due_ = !seen || *seen < order_.oldest();
  place_ = is_gap_due_ ? order_.oldest() : *seen + 1;
}

// The newest held update that it may know, at which nothing is left to see. The hub looks back a
// bounded way for readers with grants.
std::optional<std::string> model_client::position_told() const {
  constexpr std::size_t places_looked_at = 64;
  for (std::size_t back = 1; back <= order_.size(); ++back) {
    const std::size_t place = order_.size() - back;
    if (place < order_.oldest()) break;
    if (back > places_looked_at && !wanted_.grants.empty()) return std::nullopt;
    if (wanted_.may_know(order_.at(place))) return order_.at(place).id;
  }
  return earliest;
}

void model_client::read() {
  if (!stream_) return;
  bool is_over = stream_->receive() != connection_state::open;
  while (const auto next = stream_->take_record()) {
    if (next->type == record_type::end) {
      if (!text_.rest().empty()) fail("the stream ended within an event");
      is_over = true;
      break;
    }
    for (const auto& each : text_.feed(next->content)) take(each);
  }
  if (is_over) stream_.reset();
}

void model_client::take(const event_block& block) {
  if (block.type == "gap") return take_gap(block);
  if (!block.is_dispatched()) {
    if (block.id) take_position(*block.id);
    return;
  }
  take_update(block);
}

void model_client::take_position(const std::string& id) {
  if (expected_position_ != id) fail("a position that is none: " + id);
  expected_position_.reset();
  last_id_ = id;
}

void model_client::take_gap(const event_block& block) {
  ++gaps_;
  if (std::exchange(is_gap_due_, false)) {
    const auto expected =
        R"({"asked":")" + *last_id_ + R"(","reason":"unknown","follows":"oldest"})";
    if (block.data != expected) fail("another gap: " + *block.data);
    return;
  }
  if (place_ >= order_.oldest()) fail("a gap where nothing is lost");
  is_behind_a_gap_ = true;
}

void model_client::take_update(const event_block& block) {
  const std::string id = block.id.value_or("");
  if (is_gap_due_) fail("no gap before " + id);
  if (expected_position_) fail("no position before " + id);
  auto expected = order_.next(place_, wanted_);
  if (std::exchange(is_behind_a_gap_, false)) {
    const auto found = order_.find(id);
    if (!found || *found < expected) fail("behind a gap " + id);
    expected = order_.next(*found, wanted_);
  }
  if (expected == order_.size()) fail("nothing is due, but " + id + " came");
  const auto& due = order_.at(expected);
  if (due.id != id) fail(due.id + " is due, but " + id + " came");
  if (due.data != block.data) fail("other data in " + id);
  place_ = expected + 1;
  last_id_ = id;
}

void model_client::fail(const std::string& what) const {
  std::string who;
  for (const auto& each : wanted_.selectors) who += " " + each;
  who += " granted";
  for (const auto& each : wanted_.grants) who += " " + each;
  throw model_violation("a reader of" + who + " at place " + std::to_string(place_) + " of " +
                        std::to_string(order_.size()) + ", last id " + last_id_.value_or("none") +
                        ": " + what);
}

}  // namespace sluice::test
