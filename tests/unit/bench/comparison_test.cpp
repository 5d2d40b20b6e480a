#include "bench/duel/comparison.hpp"

#include <string>
#include <vector>

#include <catch2/catch.hpp>

#include "bench/duel/targets.hpp"
#include "bench/spread.hpp"

using namespace sluice::bench;

namespace {

finding paced(const std::string& subject, double total_us) {
  return {"paced", "", subject, {{"total_us", total_us}}};
}

// The row of the table of ratios whose name has these words.
const outcome_of_target* find_ratio(const std::vector<outcome_of_target>& all,
                                    const std::string& words) {
  for (const outcome_of_target& each : all) {
    if (each.of.what.find(words) != std::string::npos) return &each;
  }
  return nullptr;
}

constexpr const char* path_to_nchan = "paced: whole path to nchan";

}  // namespace

TEST_CASE("A median is the one in the middle, or half way between the two", "[bench]") {
  CHECK(median({}) == 0);
  CHECK(median({3}) == 3);
  CHECK(median({9, 1, 5}) == 5);
  CHECK(median({9, 1, 5, 7}) == 6);
}

TEST_CASE("A quantile is the least value that the share does not exceed", "[bench]") {
  std::vector<double> values;
  for (int i = 100; i > 0; --i) values.push_back(i);
  CHECK(quantile(values, 0) == 1);
  CHECK(quantile(values, 0.5) == 50);
  CHECK(quantile(values, 0.99) == 99);
  CHECK(quantile(values, 1) == 100);
  CHECK(quantile({}, 0.5) == 0);
}

TEST_CASE("Each figure is the median of its rounds", "[bench]") {
  const auto found = medians_of({{paced("sluice", 10), paced("nchan", 1)},
                                 {paced("sluice", 30), paced("nchan", 3)},
                                 {paced("sluice", 20), paced("nchan", 2)}});
  REQUIRE(found.size() == 2);
  CHECK(figure_of(found[0], "total_us") == 20);
  CHECK(figure_of(found[1], "total_us") == 2);
  CHECK_FALSE(figure_of(found[0], "worker_us").has_value());
}

TEST_CASE("A ratio is taken pair by pair in a round, and the median of these counts", "[bench]") {
  // The machine was half as fast in the second round, which touches no ratio.
  const auto found = compare({{paced("sluice", 10), paced("nchan", 10)},
                              {paced("sluice", 22), paced("nchan", 20)},
                              {paced("sluice", 12), paced("nchan", 10)}});
  const auto* const ratio = find_ratio(found, path_to_nchan);
  REQUIRE(ratio != nullptr);
  CHECK(ratio->value == Approx(1.1));
  CHECK(ratio->least == Approx(1.0));
  CHECK(ratio->greatest == Approx(1.2));
}

TEST_CASE("A round in which one of a pair failed or is missing has no ratio", "[bench]") {
  finding failed = paced("nchan", 100);
  failed.failures.emplace_back("1 events were doubled or out of order");
  const auto found = compare({{paced("sluice", 10), failed},
                              {paced("sluice", 10)},
                              {paced("sluice", 10), paced("nchan", 5)}});
  const auto* const ratio = find_ratio(found, path_to_nchan);
  REQUIRE(ratio != nullptr);
  CHECK(ratio->least == 2);
  CHECK(ratio->greatest == 2);
  CHECK(compare({{paced("sluice", 10), failed}}).empty());
}

TEST_CASE("A difference that came out below zero meets no target", "[bench]") {
  const auto net = [](const char* variant, double value) {
    return finding{"topics", variant, "sluice-direct", {{"net_us", value}}};
  };
  CHECK(compare({{net("1 topic", 2), net("10000 topics", -0.1)}}).empty());
  CHECK(compare({{net("1 topic", -2), net("10000 topics", 1)}}).empty());
  CHECK(compare({{net("1 topic", 2), net("10000 topics", 1)}}).size() == 1);
}

TEST_CASE("What a subscriber more adds is free of what an update costs by itself", "[bench]") {
  // 1,000 us an update and 2 us a subscriber.
  const auto step = [](double streams) {
    return finding{"size", "", "sluice", {{"total_us", (1000 + 2 * streams) / streams}}};
  };
  const finding base = step(100);
  finding many = step(9000);
  add_marginal_figures(base, 100, 9000, many);
  CHECK(figure_of(many, "added_total_us").value() == Approx(2));
  CHECK_FALSE(figure_of(many, "added_worker_us").has_value());
  finding same = step(100);
  add_marginal_figures(base, 100, 100, same);
  CHECK_FALSE(figure_of(same, "added_total_us").has_value());
}

TEST_CASE("A table has a row for each variant, and tells failures with their subject", "[bench]") {
  finding failed{"flood", "", "nchan", {}, {"of 10 deliveries 9 came"}};
  const auto tables = to_reports({{"flood", "", "sluice", {{"total_us", 1}, {"worker_us", 0.5}}},
                                  {"flood", "", "node", {{"total_us", 2}}},
                                  failed});
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].columns == std::vector<std::string>{"subject", "total_us", "worker_us"});
  REQUIRE(tables[0].rows.size() == 3);
  CHECK(std::get<double>(tables[0].rows[0][2]) == 0.5);
  CHECK(std::holds_alternative<std::monostate>(tables[0].rows[1][2]));
  CHECK(tables[0].failures == std::vector<std::string>{"nchan: of 10 deliveries 9 came"});
}

TEST_CASE("A subject that failed before it had a figure still has its table", "[bench]") {
  const auto tables = to_reports({{"flood", "", "nchan", {}, {"nginx does not serve"}}});
  REQUIRE(tables.size() == 1);
  CHECK(tables[0].failures == std::vector<std::string>{"nchan: nginx does not serve"});
}

TEST_CASE("A target is met at its limit and below", "[bench]") {
  target of;
  of.limit = 1.15;
  const report table = to_report({{of, 1.15, 1, 2}, {of, 1.16, 1, 2}});
  CHECK(std::get<std::string>(table.rows[0].back()) == "yes");
  CHECK(std::get<std::string>(table.rows[1].back()) == "no");
}
