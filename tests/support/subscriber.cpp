#include "support/subscriber.hpp"

#include <utility>

namespace sluice::test {

subscriber::subscriber(const std::string& address, const web_request& asked, time_point deadline)
    : peer_(address), id_(asked.id()) {
  peer_.write(asked.bytes(), deadline);
  read_head(deadline);
}

void subscriber::read_head(time_point deadline) {
  std::string output;
  while (output.find("\r\n\r\n") == std::string::npos) {
    const auto next = peer_.read_record(deadline);
    take_output(next);
    output += next.content;
  }
  head_ = parse_answer(output);
  take_events(std::exchange(head_.body, {}));
}

void subscriber::take_output(const record& what) {
  if (what.type != record_type::output || what.request_id != id_ || what.content.empty()) {
    throw peer_error(what.type == record_type::end || what.content.empty()
                         ? peer_trouble::closed
                         : peer_trouble::malformed,
                     "the stream ended, or a record is none of its own");
  }
  records_.push_back(what.content.size());
}

void subscriber::take_events(std::string_view bytes) {
  for (auto& block : text_.feed(bytes)) {
    if (block.is_dispatched()) {
      waiting_.push_back(std::move(block));
    } else {
      silent_.push_back(std::move(block));
    }
  }
}

event_block subscriber::next(time_point deadline) {
  while (waiting_.empty()) {
    const auto more = peer_.read_record(deadline);
    take_output(more);
    take_events(more.content);
  }
  auto event = std::move(waiting_.front());
  waiting_.pop_front();
  return event;
}

stream_ending subscriber::read_to_end(time_point deadline) {
  const auto last = peer_.read_response(id_, deadline);
  records_.insert(records_.end(), last.records.begin(), last.records.end());
  take_events(last.output);
  stream_ending ending;
  ending.events.assign(std::make_move_iterator(waiting_.begin()),
                       std::make_move_iterator(waiting_.end()));
  waiting_.clear();
  ending.cut = text_.rest();
  ending.has_ended_output = last.has_ended_output();
  ending.end = last.end;
  return ending;
}

}  // namespace sluice::test
