#include "metrics/exposition.hpp"

#include <algorithm>
#include <chrono>
#include <string>

#include <catch2/catch.hpp>

using namespace std::chrono_literals;
using sluice::metrics::counter;
using sluice::metrics::gauge;
using sluice::metrics::sheet;
using sluice::metrics::timing;
using sluice::metrics::totals;
using sluice::metrics::write_exposition;

namespace {

bool has(const std::string& text, const std::string& lines) {
  return ("\n" + text).find("\n" + lines) != std::string::npos;
}

}  // namespace

TEST_CASE("Counters with one name have one head and a line a label") {
  sheet one;
  one.add(counter::answers_2xx, 3);
  one.add(counter::answers_5xx);
  totals sum;
  one.add_to(sum);
  CHECK(has(write_exposition(sum, {}),
            "# HELP sluice_answers_total Short answers, by the class of their status.\n"
            "# TYPE sluice_answers_total counter\n"
            "sluice_answers_total{class=\"2xx\"} 3\n"
            "sluice_answers_total{class=\"3xx\"} 0\n"
            "sluice_answers_total{class=\"4xx\"} 0\n"
            "sluice_answers_total{class=\"5xx\"} 1\n"
            "# HELP sluice_streams_opened_total"));
}

TEST_CASE("A histogram's buckets include those before them") {
  sheet one;
  one.observe(timing::delivery, 50us);
  one.observe(timing::delivery, 200us);
  one.observe(timing::delivery, 9s);
  totals sum;
  one.add_to(sum);
  const std::string text = write_exposition(sum, {});
  CHECK(has(text,
            "sluice_delivery_seconds_bucket{le=\"0.0001\"} 1\n"
            "sluice_delivery_seconds_bucket{le=\"0.00025\"} 2\n"));
  CHECK(has(text,
            "sluice_delivery_seconds_bucket{le=\"5\"} 2\n"
            "sluice_delivery_seconds_bucket{le=\"+Inf\"} 3\n"
            "sluice_delivery_seconds_sum 9.00025\n"
            "sluice_delivery_seconds_count 3\n"));
}

TEST_CASE("Gauges are written as the shortest number") {
  const gauge now[] = {{"sluice_streams_open", "Streams.", 5000},
                       {"sluice_history_oldest_seconds", "Age.", 0.5}};
  const std::string text = write_exposition({}, now);
  CHECK(has(text,
            "# HELP sluice_streams_open Streams.\n# TYPE sluice_streams_open gauge\n"
            "sluice_streams_open 5000\n"));
  CHECK(has(text, "sluice_history_oldest_seconds 0.5\n"));
}

TEST_CASE("The page has fewer than 200 lines, whatever was counted", "[H2]") {
  const std::string text = write_exposition({}, {});
  CHECK(std::count(text.begin(), text.end(), '\n') < 150);
  CHECK(text.back() == '\n');
}
