#include "bench/peers/nchan_subject.hpp"

#include "bench/peers/http_text.hpp"

namespace sluice::bench {
namespace {

constexpr const char* module_file = "/usr/lib/nginx/modules/ngx_nchan_module.so";

// As many messages are kept as the largest burst has: its readers take them from there.
constexpr const char* server_lines =
    "location = /sub {\n"
    "  nchan_subscriber eventsource;\n"
    "  nchan_channel_id $arg_topic;\n"
    "  nchan_subscriber_first_message newest;\n"
    "}\n"
    "location = /pub {\n"
    "  nchan_publisher http;\n"
    "  nchan_channel_id $arg_topic;\n"
    "  nchan_message_buffer_length 2000;\n"
    "  nchan_message_timeout 10m;\n"
    "}\n";

nginx_plan plan_of(const subject_plan& how) {
  return {server_lines, how.nginx_workers, module_file, "peer"};
}

}  // namespace

nchan_subject::nchan_subject(const subject_plan& how)
    : publish_lines_(how.publish_lines), nginx_(plan_of(how)) {}

std::string nchan_subject::stream_request(const stream_order& what) const {
  return stream_text("/sub?topic=" + what.topic, what);
}

publish_way nchan_subject::publishing() const {
  return {nginx_.address(), answer_form::http, publish_lines_, 1};
}

std::string nchan_subject::publish_request(const update_order& what) const {
  return post_text("/pub?topic=" + what.topics.front(), "Content-Type: text/plain\r\n", what.data);
}

}  // namespace sluice::bench
