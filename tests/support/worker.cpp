#include "support/worker.hpp"

#include <csignal>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "support/socket.hpp"

namespace sluice::test {

std::string ticker_program() {
  return SLUICE_TICKER;
}
std::string sluice_program() {
  return SLUICE_BINARY;
}

worker_plan worker_plan::hub() {
  return serve().file("--publisher-key", "publisher.key", std::string(hub_key));
}

worker_plan& worker_plan::option(std::string name, std::string value) {
  program_.arguments.push_back(std::move(name));
  program_.arguments.push_back(std::move(value));
  return *this;
}

worker_plan& worker_plan::flag(std::string name) {
  program_.arguments.push_back(std::move(name));
  return *this;
}

worker_plan& worker_plan::place(std::string name, std::string prefix, std::string file) {
  placed_.push_back({std::move(name), std::move(prefix), std::move(file), std::nullopt});
  return *this;
}

worker_plan& worker_plan::file(std::string name, std::string file, std::string content) {
  placed_.push_back({std::move(name), "", std::move(file), std::move(content)});
  return *this;
}

worker_plan& worker_plan::address(std::string where) {
  address_ = std::move(where);
  return *this;
}

worker_plan& worker_plan::inherit(int number, int ours, std::string where) {
  program_.descriptors.emplace_back(number, ours);
  is_inherited_ = true;
  return address(std::move(where));
}

worker_plan& worker_plan::variable(std::string name, std::string value) {
  program_.environment.emplace_back(std::move(name), std::move(value));
  return *this;
}

worker_plan& worker_plan::descriptor_limits(std::uint64_t soft, std::uint64_t hard) {
  program_.soft_descriptor_limit = soft;
  program_.hard_descriptor_limit = hard;
  return *this;
}

worker_plan& worker_plan::file_mask(mode_t mask) {
  program_.file_mask = mask;
  return *this;
}

worker_plan& worker_plan::without_call(long number) {
  program_.arguments.insert(program_.arguments.begin(),
                            {SLUICE_WITHOUT_CALL, std::to_string(number)});
  return *this;
}

worker_plan& worker_plan::as_activated(std::string listen_fds, std::string listen_pid) {
  const std::vector<std::string> shell{
      "sh", "-c", "LISTEN_FDS=" + listen_fds + " LISTEN_PID=" + listen_pid + " exec \"$0\" \"$@\""};
  program_.arguments.insert(program_.arguments.begin(), shell.begin(), shell.end());
  return *this;
}

worker::worker(worker_plan plan) : address_(plan.address_) {
  if (address_.empty()) address_ = folder_ / "s.sock";
  if (!plan.is_inherited_) plan.option("--socket", address_);
  for (const auto& each : plan.placed_) {
    plan.option(each.name, each.prefix + (folder_ / each.file));
    if (each.content) std::ofstream(folder_ / each.file, std::ios::binary) << *each.content;
  }
  program_ = plan.program_;
  start();
}

void worker::start() {
  process_ = std::make_unique<process>(program_);
  // Short looks, so that a worker that ends is noticed.
  constexpr std::chrono::milliseconds look(100);
  service_probe probe(address_);
  const bool is_ready = eventually(
      within(), [&] { return !process_->is_running() || probe.is_served(within(look)); });
  if (!is_ready || !process_->is_running()) {
    throw std::runtime_error("the worker does not serve: " + process_->errors());
  }
}

void worker::start_again(time_point deadline) {
  if (!process_->wait(deadline)) throw std::runtime_error("the worker does not end");
  earlier_errors_ += process_->errors();
  start();
}

worker::~worker() {
  const auto code = process_->wait(clock::now());
  if (!code || *code == 0 || *code == -SIGKILL) return;
  std::cerr << "the worker ended with " << *code << ":\n" << process_->errors() << '\n';
}

refusal start_in_vain(const std::vector<std::string>& arguments) {
  process tried(program{arguments});
  const auto code = tried.wait(within());
  return {code, tried.errors()};
}

}  // namespace sluice::test
