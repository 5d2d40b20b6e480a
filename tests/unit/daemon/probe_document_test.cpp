#include "daemon/probe_document.hpp"

#include <chrono>
#include <string>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace std::chrono_literals;
using namespace sluice::daemon;
using nlohmann::json;
using sluice::request;

namespace {

const probe_host host{"/live", 15s};

request asked(sluice::fields more) {
  sluice::fields all = {{"REQUEST_METHOD", "GET"},
                        {"REQUEST_URI", "/live/probe"},
                        {"SERVER_PROTOCOL", "HTTP/2.0"},
                        {"REMOTE_ADDR", "192.0.2.7"}};
  all.insert(all.end(), more.begin(), more.end());
  return request(all, "");
}

}  // namespace

TEST_CASE("A frame says its number and when it left, and is small unless it is padded") {
  const std::string plain = frame_document({2, 200400us, 0});
  CHECK(plain == R"({"frame":2,"ms":200.4})");
  CHECK(frame_document({2, 0ms, 1000}).size() > 1000);
}

TEST_CASE("The first frame tells what arrived, and no secret of it") {
  const auto text = first_frame_document({1, 0ms, 0},
                                         asked({{"HTTP_AUTHORIZATION", "Bearer secret-token"},
                                                {"HTTP_COOKIE", "session=secret-cookie"},
                                                {"HTTP_LAST_EVENT_ID", "secret-id"},
                                                {"HTTP_ACCEPT_ENCODING", "gzip"},
                                                {"HTTPS", "on"},
                                                {"SERVER_SOFTWARE", "nginx/1.22.1"}}),
                                         host);
  CHECK(text.find("secret") == text.npos);
  const json read = json::parse(text);
  CHECK(read["arrived"]["authorization"] == true);
  CHECK(read["arrived"]["cookie"] == true);
  CHECK(read["arrived"]["last_event_id"] == true);
  CHECK(read["arrived"]["accept_encoding"] == "gzip");
  CHECK(read["https"] == true);
  CHECK(read["protocol"] == "HTTP/2.0");
  CHECK(read["remote_address"] == "192.0.2.7");
  CHECK(read["server"] == "nginx/1.22.1");
  CHECK(read["base_path"] == "/live");
  CHECK(read["heartbeat_ms"] == 15000);
}

TEST_CASE("Of Last-Event-ID a doctor's own is sent back, and no other") {
  const auto id_of = [](const std::string& id) {
    return json::parse(first_frame_document({1, 0ms, 0}, asked({{"HTTP_LAST_EVENT_ID", id}}),
                                            host))["arrived"]["last_event_id"];
  };
  CHECK(id_of("sluice-doctor-17") == "sluice-doctor-17");
  CHECK(id_of("sluice-doctor-<b>") == true);
  CHECK(id_of("urn:uuid:1") == true);
  const json none = json::parse(first_frame_document({1, 0ms, 0}, asked({}), host));
  CHECK(none["arrived"]["last_event_id"] == false);
  CHECK(none["arrived"]["authorization"] == false);
  CHECK(none["https"] == false);
}

TEST_CASE("What is not UTF-8 in a request does no harm") {
  CHECK_NOTHROW(json::parse(
      first_frame_document({1, 0ms, 0}, asked({{"SERVER_SOFTWARE", "\xff\xfe"}}), host)));
}

TEST_CASE("An ending says how, when and after how many writes") {
  const auto start = sluice::clock::now();
  const probe_entry entry{"a", probe_entry::state::client_gone, start, start + 1500ms, 3};
  const json read = json::parse(ending_document(entry, host));
  CHECK(read["state"] == "client-gone");
  CHECK(read["ms"] == 1500);
  CHECK(read["writes"] == 3);
  CHECK(read["base_path"] == "/live");
  CHECK(json::parse(ending_document(std::nullopt, host))["state"] == "unknown");
}
