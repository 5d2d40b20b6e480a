#include "doctor/socket_inquiry.hpp"

#include <cstddef>
#include <functional>

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/descriptor.hpp"

namespace sluice::doctor {
namespace {

// linux/tcp_states.h, which a program cannot include beside netinet/tcp.h.
constexpr unsigned state_listen = 10;
constexpr std::size_t answer_bytes = 32 * 1024;
// The kernel answers within the call that asks.
constexpr timeval patience{2, 0};

using row_reader = std::function<void(const nlmsghdr&)>;

// True when the last message has come.
bool take_messages(const char* bytes, std::size_t size, const row_reader& read) {
  auto left = static_cast<unsigned>(size);
  for (auto* each = reinterpret_cast<const nlmsghdr*>(bytes); NLMSG_OK(each, left);
       each = NLMSG_NEXT(each, left)) {
    if (each->nlmsg_type == NLMSG_DONE || each->nlmsg_type == NLMSG_ERROR) return true;
    read(*each);
  }
  return false;
}

// Lists the sockets that the question is for.
template <class Question>
void ask(const Question& question, const row_reader& read) {
  const descriptor socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
  if (!socket.is_open()) return;
  ::setsockopt(socket.number(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  struct {
    nlmsghdr head;
    Question question;
  } message{};
  message.head.nlmsg_len = sizeof message;
  message.head.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  message.head.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  message.question = question;
  if (::send(socket.number(), &message, sizeof message, 0) < 0) return;
  alignas(nlmsghdr) char answer[answer_bytes];
  for (;;) {
    const ssize_t got = ::recv(socket.number(), answer, sizeof answer, 0);
    if (got <= 0 || take_messages(answer, static_cast<std::size_t>(got), read)) return;
  }
}

const rtattr* attribute_of(const nlmsghdr& message, std::size_t fixed_bytes, unsigned short type) {
  const auto* const body = static_cast<const char*>(NLMSG_DATA(&message));
  auto left = static_cast<unsigned>(message.nlmsg_len - NLMSG_LENGTH(fixed_bytes));
  for (auto* each = reinterpret_cast<const rtattr*>(body + NLMSG_ALIGN(fixed_bytes));
       RTA_OK(each, left); each = RTA_NEXT(each, left)) {
    if (each->rta_type == type) return each;
  }
  return nullptr;
}

}  // namespace

std::optional<socket_queue> try_ask_unix(std::uint64_t inode) {
  unix_diag_req question{};
  question.sdiag_family = AF_UNIX;
  question.udiag_states = 1U << state_listen;
  question.udiag_show = UDIAG_SHOW_RQLEN;
  std::optional<socket_queue> found;
  ask(question, [&](const nlmsghdr& message) {
    const auto& row = *static_cast<const unix_diag_msg*>(NLMSG_DATA(&message));
    const rtattr* const length = attribute_of(message, sizeof row, UNIX_DIAG_RQLEN);
    if (row.udiag_ino != inode || length == nullptr) return;
    // Of a socket that listens: how many wait, and the backlog.
    const auto& queue = *static_cast<const unix_diag_rqlen*>(RTA_DATA(length));
    found = socket_queue{queue.udiag_rqueue, queue.udiag_wqueue, inode};
  });
  return found;
}

std::optional<socket_queue> try_ask_internet(std::uint16_t port) {
  std::optional<socket_queue> found;
  for (const int family : {AF_INET, AF_INET6}) {
    inet_diag_req_v2 question{};
    question.sdiag_family = static_cast<unsigned char>(family);
    question.sdiag_protocol = IPPROTO_TCP;
    question.idiag_states = 1U << state_listen;
    ask(question, [&](const nlmsghdr& message) {
      const auto& row = *static_cast<const inet_diag_msg*>(NLMSG_DATA(&message));
      if (ntohs(row.id.idiag_sport) != port) return;
      if (found && found->waiting >= row.idiag_rqueue) return;
      found = socket_queue{row.idiag_rqueue, row.idiag_wqueue, row.idiag_inode};
    });
  }
  return found;
}

}  // namespace sluice::doctor
