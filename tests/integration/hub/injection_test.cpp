// What a publisher writes stays within its event (field report C4; Mercure draft 07,
// "Publication").
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"

using namespace sluice::test;
using namespace std::string_literals;

namespace {

struct row {
  std::string sent;
  std::string seen;
};

}  // namespace

TEST_CASE("Data of any lines is one event with the same lines", "[C4]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  for (const auto& [sent, seen] : {
           row{"", ""},
           row{"x", "x"},
           row{" x", " x"},
           row{"   x ", "   x "},
           row{"\tx", "\tx"},
           row{"a\nb", "a\nb"},
           row{"a\rb", "a\nb"},
           row{"a\r\nb", "a\nb"},
           row{"a\n\rb", "a\n\nb"},
           row{"a\r\n\r\nb", "a\n\nb"},
           row{"\n", "\n"},
           row{"\r\n", "\n"},
           row{"\r", "\n"},
           row{"\n\n\n", "\n\n\n"},
           row{"a\n\nb\n", "a\n\nb\n"},
           row{"\na", "\na"},
           row{"\x61\x0D\x69\x64\x3A\x39\x0D\x0A\x0D\x64\x61\x74\x61\x3A\x62", "a\nid:9\n\ndata:b"},
           row{"x\n\nevent: y\ndata: z\n\n", "x\n\nevent: y\ndata: z\n\n"},
           row{": comment", ": comment"},
           row{"data: data: x", "data: data: x"},
           row{"data for\n\n        <name>", "data for\n\n        <name>"},
           row{"\xEF\xBB\xBFx", "\xEF\xBB\xBFx"},
           row{"\xF0\x9F\x98\x80\xE2\x80\xA8\xC2\x85", "\xF0\x9F\x98\x80\xE2\x80\xA8\xC2\x85"},
           row{"a\0b"s, "a\0b"s},
       }) {
    INFO(sent);
    const auto id = by.publish("a", sent);
    const auto event = reader.next();
    CHECK(event.data == seen);
    CHECK(event.id == id);
    CHECK(event.type.empty());
    CHECK_FALSE(event.retry.has_value());
  }
}

TEST_CASE("A browser's parser reads the bytes of the wire as the publisher meant them", "[C4]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  const auto id =
      by.publish({{"topic", "a"}, {"data", "1\r\n\r2\n"}, {"type", "t"}, {"retry", "7"}});
  fcgi_peer peer(with.address());
  peer.write(subscribe_request({"a"}, {{"lastEventID", "earliest"}}).bytes());
  std::string output;
  while (output.find("data: 2") == std::string::npos) output += peer.read_record().content;
  const auto body = parse_answer(output).body;
  const std::string expected =
      "event: t\nid: " + id + "\nretry: 7\ndata: 1\ndata: \ndata: 2\ndata: \n\n";
  CHECK(body.find(expected) != std::string::npos);
  CHECK(body.find('\r') == std::string::npos);
}

TEST_CASE("An id or a type that would begin another line is refused and reaches nobody",
          "[C4][F8]") {
  hub_worker with;
  auto reader = with.stream(subscribe_request({"a"}));
  publisher by(with.address(), publisher_token());
  for (const std::string& bad :
       {"x\nevent: y"s, "1\n2"s, "1\r2"s, "1\r\n2"s, "a\0b"s, "\n"s, "\r"s, "\0"s, "1\n\ndata: x"s,
        "\x01"s, "\x7F"s, "\xC2\x85"s, "\xFF"s, "a\xC3"s}) {
    for (const std::string name : {"id", "type"}) {
      INFO(name << " of " << bad.size() << " bytes");
      const auto answer = by.post({{"topic", "a"}, {"data", "forged"}, {name, bad}});
      check_refusal(answer, 400);
      CHECK(answer.body.find(name) != std::string::npos);
    }
    const auto answer = by.post({{"topic", "a" + bad}, {"data", "forged"}});
    check_refusal(answer, 400);
  }
  by.publish("a", "next");
  CHECK(reader.next().data == "next");
}

TEST_CASE("A last event id that would begin another line breaks no head", "[C4]") {
  hub_worker with;
  publisher by(with.address(), publisher_token());
  by.publish("a", "1");
  for (const std::string& bad : {"x\r\nX-Forged: 1"s, "x\nX-Forged: 1"s, "x\rX-Forged: 1"s, "a\0b"s,
                                 "x\r\n\r\ndata: forged\n\n"s}) {
    auto by_header = subscribe_request({"a"});
    for (const auto& asked :
         {by_header.last_event_id(bad), subscribe_request({"a"}, {{"lastEventID", bad}})}) {
      fcgi_peer peer(with.address());
      peer.write(asked.bytes());
      // parse_answer throws for any stray line end in the head.
      const auto head = parse_answer(peer.read_record().content);
      CHECK(head.all("X-Forged").empty());
      CHECK((head.code() == 200 || head.code() == 400));
    }
  }
}

TEST_CASE("A last event id that is not UTF-8 is refused", "[C4][F8]") {
  hub_worker with;
  check_refusal(with.answer_to(subscribe_request({"a"}, {{"lastEventID", "\xFF"}})), 400);
}

TEST_CASE("A selector that no topic can be named like is refused", "[C4][F8]") {
  hub_worker with;
  for (const std::string& bad : {""s, "a\nb"s, "a\rb"s, "\0"s, "\xFF"s, "a\x7F"s}) {
    check_refusal(with.answer_to(subscribe_request({"ok", bad})), 400);
  }
}
