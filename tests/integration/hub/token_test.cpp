// Where a token may come from, and which tokens are refused (Mercure draft 07, "Authorization";
// field report H7).
#include <catch2/catch.hpp>

#include "integration/hub/hub_worker.hpp"
#include "unit/auth/example.hpp"

using namespace sluice::test;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

using sluice::auth::algorithm;
namespace example = sluice::test::auth;

const std::string good_claims = claims_text({"*"}, {"*"});

// A closed hub: neither publishing nor reading without a token.
web_request publish_a() {
  return publish_request({{"topic", "a"}, {"data", "x"}});
}

// 200 for a stream and for a publish alike.
int code_of(const hub_worker& with, const web_request& what) {
  fcgi_peer peer(with.address());
  peer.write(what.bytes());
  return parse_answer(peer.read_record().content).code();
}

web_request with_query_token(const std::string& token) {
  return subscribe_request({"a"}, {{"authorization", token}});
}

std::string ending_in(std::chrono::milliseconds time, std::string_view member = "exp") {
  const auto when = std::chrono::system_clock::now() + time;
  return claims_text({"*"}, {"*"}, "\"" + std::string(member) + "\":" + seconds_text(when));
}

}  // namespace

TEST_CASE("A token opens by header and by cookie, and without one a closed hub is closed", "[H7]") {
  hub_worker with(worker_plan::hub().option("--publish-origin", "https://a.example"));
  const auto token = make_token(good_claims);
  CHECK(code_of(with, with_bearer(publish_a(), token)) == 200);
  CHECK(code_of(with, with_bearer(subscribe_request({"a"}), token)) == 200);
  CHECK(code_of(with, with_cookie(subscribe_request({"a"}), token)) == 200);
  auto from_page = with_cookie(publish_a(), token);
  CHECK(code_of(with, from_page.variable("HTTP_ORIGIN", "https://a.example")) == 200);

  const auto publish = with.answer_to(publish_a());
  check_refusal(publish, 401);
  CHECK(publish.all("WWW-Authenticate") == std::vector{"Bearer realm=\"sluice\""s});
  CHECK(publish.body.find("CGIPassAuth On") != std::string::npos);
  const auto stream = with.answer_to(subscribe_request({"a"}));
  check_refusal(stream, 401);
  CHECK(stream.all("WWW-Authenticate") == std::vector{"Bearer realm=\"sluice\""s});
  CHECK(with.running().wait_for_error("a publish from 127.0.0.1 was refused with 401"));
  CHECK(with.running().wait_for_error("a stream from 127.0.0.1 was refused with 401"));
}

TEST_CASE("A token in the query counts only where query tokens are taken", "[H7]") {
  const auto token = make_token(good_claims);
  {
    hub_worker with(worker_plan::hub());
    check_refusal(with.answer_to(with_query_token(token)), 401);
  }
  hub_worker with(worker_plan::hub().flag("--query-tokens"));
  CHECK(code_of(with, with_query_token(token)) == 200);
  check_refusal(with.answer_to(with_query_token(token + "x")), 401);
  check_refusal(with.answer_to(with_query_token("")), 400);
  check_refusal(with.answer_to(
                    subscribe_request({"a"}, {{"authorization", token}, {"authorization", token}})),
                400);
}

TEST_CASE("The header beats the query and the query beats the cookie", "[H7]") {
  hub_worker with(worker_plan::hub().flag("--query-tokens"));
  const auto good = make_token(good_claims);
  token_plan of_a_stranger;
  of_a_stranger.claims = good_claims;
  of_a_stranger.key = "the key of somebody else, 32 long";
  const auto bad = make_token(of_a_stranger);
  struct row {
    std::string header, query, cookie;
    int code;
  };
  for (const auto& [header, query, cookie, code] : {
           row{good, bad, bad, 200},
           row{bad, good, good, 401},
           row{"", good, bad, 200},
           row{"", bad, good, 401},
           row{good, "", bad, 200},
           row{bad, "", good, 401},
           row{"", "", good, 200},
           row{"", "", bad, 401},
       }) {
    auto asked = query.empty() ? subscribe_request({"a"}) : with_query_token(query);
    if (!header.empty()) asked = with_bearer(asked, header);
    if (!cookie.empty()) asked = with_cookie(asked, cookie);
    INFO("header " << (header == good) << " query " << (query == good) << " cookie "
                   << (cookie == good));
    CHECK(code_of(with, asked) == code);
  }
}

TEST_CASE("Whoever reads the stream sees by which token it was opened", "[H7]") {
  // The header's token grants nothing private, the cookie's everything.
  hub_worker with(worker_plan::hub());
  auto reader = with.stream(with_cookie(
      with_bearer(subscribe_request({"a"}), subscriber_token({"b"})), subscriber_token({"*"})));
  publisher by(with.address(), publisher_token());
  by.publish({{"topic", "a"}, {"data", "hidden"}, {"private", "on"}});
  by.publish("a", "shown");
  CHECK(reader.next().data == "shown");
}

TEST_CASE("Old and new keys are taken side by side, and no others") {
  const std::string next_key = "the-next-key-of-the-tests-012345";
  hub_worker with(worker_plan::hub().file("--publisher-key", "next.key", next_key + "\n"));
  token_plan by_next{good_claims};
  by_next.key = next_key;
  token_plan by_other = by_next;
  by_other.key = "a-key-that-was-never-configured-";
  for (const auto& request : {publish_a(), subscribe_request({"a"})}) {
    CHECK(code_of(with, with_bearer(request, make_token(good_claims))) == 200);
    CHECK(code_of(with, with_bearer(request, make_token(by_next))) == 200);
    check_refusal(with.answer_to(with_bearer(request, make_token(by_other))), 401);
  }
}

TEST_CASE("A subscriber's key opens streams and publishes nothing, and the other way round") {
  const std::string readers_key = "the-key-of-those-who-read-012345";
  hub_worker with(worker_plan::hub().file("--subscriber-key", "readers.key", readers_key));
  token_plan readers{good_claims};
  readers.key = readers_key;
  CHECK(code_of(with, with_bearer(subscribe_request({"a"}), make_token(readers))) == 200);
  check_refusal(with.answer_to(with_bearer(publish_a(), make_token(readers))), 401);
  CHECK(code_of(with, with_bearer(publish_a(), make_token(good_claims))) == 200);
  check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), make_token(good_claims))),
                401);
}

TEST_CASE("The names of the cookie are configured, and the first that came rules") {
  hub_worker with(
      worker_plan::hub().option("--cookie-name", "first").option("--cookie-name", "second"));
  const auto good = make_token(good_claims);
  const auto asked = subscribe_request({"a"});
  CHECK(code_of(with, with_cookie(asked, good, "first")) == 200);
  CHECK(code_of(with, with_cookie(asked, good, "second")) == 200);
  check_refusal(with.answer_to(with_cookie(asked, good)), 401);
  auto both = asked;
  both.variable("HTTP_COOKIE", "x=y; second=" + good + "; first=" + good + "x");
  check_refusal(with.answer_to(both), 401);
  auto taken_away = asked;
  taken_away.variable("HTTP_COOKIE", "first=; second=" + good);
  CHECK(code_of(with, taken_away) == 200);
}

TEST_CASE("A cookie publishes from listed pages only, a header from anywhere", "[F8]") {
  hub_worker with(worker_plan::hub()
                      .option("--publish-origin", "https://a.example")
                      .option("--publish-origin", "https://*.wild.example"));
  struct row {
    fields headers;
    int code;
  };
  for (const auto& [headers, code] : {
           row{{{"HTTP_ORIGIN", "https://a.example"}}, 200},
           row{{{"HTTP_ORIGIN", "https://A.example:443"}}, 200},
           row{{{"HTTP_ORIGIN", "https://sub.wild.example"}}, 200},
           row{{{"HTTP_ORIGIN", "http://a.example"}}, 403},
           row{{{"HTTP_ORIGIN", "https://a.example:8443"}}, 403},
           row{{{"HTTP_ORIGIN", "https://a.example.evil.example"}}, 403},
           row{{{"HTTP_ORIGIN", "https://wild.example.evil"}}, 403},
           row{{{"HTTP_ORIGIN", "null"}}, 403},
           row{{}, 403},
           row{{{"HTTP_REFERER", "https://a.example/page?q"}}, 200},
           row{{{"HTTP_REFERER", "https://b.example/https://a.example"}}, 403},
           // What Origin says is not outvoted.
           row{{{"HTTP_ORIGIN", "https://b.example"}, {"HTTP_REFERER", "https://a.example/"}}, 403},
       }) {
    auto by_cookie = with_cookie(publish_a(), make_token(good_claims));
    auto by_header = with_bearer(publish_a(), make_token(good_claims));
    for (const auto& [name, value] : headers) {
      by_cookie.variable(name, value);
      by_header.variable(name, value);
    }
    INFO((headers.empty() ? "no page named" : headers.front().second));
    const auto answer = with.answer_to(by_cookie);
    CHECK(answer.code() == code);
    if (code != 200) check_refusal(answer, code);
    CHECK(with.answer_to(by_header).code() == 200);
  }
}

TEST_CASE("A cookie may always read, for that changes nothing") {
  hub_worker with(worker_plan::hub());
  auto asked = with_cookie(subscribe_request({"a"}), make_token(good_claims));
  CHECK(code_of(with, asked) == 200);
  CHECK(code_of(with, asked.variable("HTTP_ORIGIN", "https://b.example")) == 200);
}

TEST_CASE("A token outside its time is refused, and a fraction of a second is a time", "[H7]") {
  hub_worker with(worker_plan::hub());
  struct row {
    std::string claims;
    int code;
  };
  for (const auto& [claims, code] : {
           row{claims_text({"*"}, {"*"}, R"("exp":4102444800.25)"), 200},
           row{claims_text({"*"}, {"*"}, R"("exp":4.1024448e9)"), 200},
           row{ending_in(1h), 200},
           row{ending_in(-1h, "nbf"), 200},
           row{ending_in(-2s), 401},
           row{claims_text({"*"}, {"*"}, R"("exp":1)"), 401},
           row{claims_text({"*"}, {"*"}, R"("exp":1.5)"), 401},
           row{claims_text({"*"}, {"*"}, R"("exp":"4102444800")"), 401},
           row{claims_text({"*"}, {"*"}, R"("exp":null)"), 401},
           row{ending_in(1h, "nbf"), 401},
           row{claims_text({"*"}, {"*"}, R"("nbf":[])"), 401},
       }) {
    INFO(claims);
    for (const auto& request : {publish_a(), subscribe_request({"a"})}) {
      const auto asked = with_bearer(request, make_token(claims));
      CHECK(code_of(with, asked) == code);
      if (code == 401) {
        const auto refused = with.answer_to(asked);
        check_refusal(refused, 401);
        REQUIRE(refused.all("WWW-Authenticate").size() == 1);
        CHECK(refused.all("WWW-Authenticate")[0].find("error=\"invalid_token\"") !=
              std::string::npos);
      }
    }
  }
}

TEST_CASE("The clock's leeway lengthens a token's time at both ends", "[H7]") {
  hub_worker with(worker_plan::hub().option("--clock-leeway", "60s"));
  CHECK(code_of(with, with_bearer(subscribe_request({"a"}), make_token(ending_in(-30s)))) == 200);
  CHECK(code_of(with, with_bearer(subscribe_request({"a"}), make_token(ending_in(30s, "nbf")))) ==
        200);
  CHECK(code_of(with, with_bearer(publish_a(), make_token(ending_in(-30s)))) == 200);
  check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), make_token(ending_in(-90s)))),
                401);
  check_refusal(with.answer_to(with_bearer(publish_a(), make_token(ending_in(90s, "nbf")))), 401);
}

TEST_CASE("A token that is not signed as configured is refused", "[H7][F8]") {
  hub_worker with(worker_plan::hub());
  token_plan plan{good_claims};
  std::vector<std::pair<std::string, std::string>> wrong;
  plan.header = R"({"alg":"none"})";
  const auto unsigned_one = make_token(plan);
  wrong.emplace_back("none, signed", unsigned_one);
  wrong.emplace_back("none", unsigned_one.substr(0, unsigned_one.rfind('.') + 1));
  plan.header = R"({"alg":"nOnE"})";
  wrong.emplace_back("none in another case", make_token(plan));
  plan.header = R"({"alg":"HS256","crit":["exp"]})";
  wrong.emplace_back("crit", make_token(plan));
  plan.header = R"({"typ":"JWT"})";
  wrong.emplace_back("no alg", make_token(plan));
  plan.header = R"({"alg":"HS512"})";
  plan.signed_by = algorithm::hs512;
  plan.key = std::string(hub_key);
  wrong.emplace_back("the key with another hash", make_token(plan));
  plan.header = R"({"alg":"HS256"})";
  wrong.emplace_back("a signature of another hash", make_token(plan));
  plan.header = R"({"alg":"RS256"})";
  plan.signed_by = algorithm::rs256;
  plan.key = example::rsa_private_pem;
  wrong.emplace_back("another kind of key", make_token(plan));
  for (const auto& [name, token] : wrong) {
    INFO(name);
    check_refusal(with.answer_to(with_bearer(publish_a(), token)), 401);
    check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), token)), 401);
  }
}

TEST_CASE("A public key is never taken for a secret", "[H7]") {
  hub_worker with(worker_plan::serve()
                      .file("--publisher-key", "public.pem", example::rsa_public_pem)
                      .option("--publisher-algorithm", "RS256")
                      .option("--subscriber-algorithm", "RS256"));
  token_plan right{good_claims, R"({"alg":"RS256"})", example::rsa_private_pem, algorithm::rs256};
  CHECK(code_of(with, with_bearer(publish_a(), make_token(right))) == 200);
  CHECK(code_of(with, with_bearer(subscribe_request({"a"}), make_token(right))) == 200);
  // Who knows the public key, and that is anybody, signs with its text as a secret.
  for (const std::string header : {R"({"alg":"HS256"})", R"({"alg":"RS256"})"}) {
    token_plan forged{good_claims, header, example::rsa_public_pem, algorithm::hs256};
    check_refusal(with.answer_to(with_bearer(publish_a(), make_token(forged))), 401);
    check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), make_token(forged))), 401);
  }
}

TEST_CASE("A token that is cut or changed anywhere is refused", "[H7][F8]") {
  hub_worker with(worker_plan::hub());
  fcgi_peer peer(with.address());
  const auto code = [&](const std::string& token) {
    peer.write(with_bearer(publish_a(), token).keep_connection().bytes());
    const auto response = peer.read_response();
    REQUIRE(is_complete_answer(response));
    return parse_answer(response.output).code();
  };
  const auto token = make_token(good_claims);
  REQUIRE(code(token) == 200);
  for (std::size_t length = 1; length < token.size(); ++length) {
    INFO(length);
    CHECK(code(token.substr(0, length)) == 401);
  }
  for (std::size_t i = 0; i < token.size(); ++i) {
    INFO(i);
    auto changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    CHECK(code(changed) == 401);
  }
}

TEST_CASE("A publish needs a grant for every topic, or nothing of it is published", "[F8]") {
  hub_worker with;
  struct row {
    std::string claims;
    int code;
  };
  const auto post = publish_request({{"topic", "a"}, {"topic", "/books/1"}, {"data", "x"}});
  for (const auto& [claims, code] : {
           row{R"({"mercure":{"publish":["*"]}})", 200},
           row{R"({"mercure":{"publish":["/books/{id}","a"]}})", 200},
           row{R"({"mercure":{"publish":["a"]}})", 403},
           row{R"({"mercure":{"publish":["/books/{id}"]}})", 403},
           row{R"({"mercure":{"publish":[]}})", 403},
           row{R"({"mercure":{"subscribe":["*"]}})", 403},
           row{R"({"mercure":{}})", 403},
           row{R"({"mercure":{"publish":"*"}})", 401},
           row{R"({"mercure":{"publish":[1]}})", 401},
           row{R"({"mercure":[]})", 401},
           row{R"([])", 401},
       }) {
    INFO(claims);
    auto reader = with.stream(subscribe_request({"a", "/books/1", "end"}));
    const auto answer = with.answer_to(with_bearer(post, make_token(claims)));
    CHECK(answer.code() == code);
    if (code == 200) {
      CHECK(reader.next().data == "x");
    } else {
      check_refusal(answer, code);
    }
    publisher(with.address(), publisher_token()).publish("end", "end");
    CHECK(reader.next().data == "end");
  }
}

TEST_CASE("A token without the protocol's claim is refused") {
  hub_worker with;
  const auto token = make_token(R"({"sub":"somebody"})");
  const int to_publish = with.answer_to(with_bearer(publish_a(), token)).code();
  CHECK((to_publish == 401 || to_publish == 403));
}

TEST_CASE("A bad token is refused where none is needed, so that nobody waits for private updates",
          "[H7]") {
  hub_worker with;
  CHECK(code_of(with, subscribe_request({"a"})) == 200);
  check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), "x.y.z")), 401);
  check_refusal(with.answer_to(with_cookie(subscribe_request({"a"}), "nonsense")), 401);
  check_refusal(with.answer_to(with_bearer(subscribe_request({"a"}), make_token(ending_in(-2s)))),
                401);
  auto basic = subscribe_request({"a"});
  // The site's own password is none of the hub's.
  CHECK(code_of(with, basic.variable("HTTP_AUTHORIZATION", "Basic dTpw")) == 200);
  auto empty = subscribe_request({"a"});
  CHECK(code_of(with, empty.variable("HTTP_AUTHORIZATION", "")) == 200);
}

TEST_CASE("Two tokens in one header are a bad request", "[H7][F8]") {
  hub_worker with;
  const auto token = make_token(good_claims);
  for (const std::string& value :
       {"Bearer " + token + ", Bearer " + token, "Bearer"s, "Bearer " + token + " " + token}) {
    auto asked = publish_a();
    check_refusal(with.answer_to(asked.variable("HTTP_AUTHORIZATION", value)), 400);
  }
}
