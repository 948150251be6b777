#include "audit/kernel_status.h"

#include <libaudit.h>
#include <poll.h>

#include <cerrno>
#include <chrono>
#include <cstring>

#include "base/io_error.h"
#include "base/unique_fd.h"

namespace auweave::audit {
namespace {

constexpr std::chrono::milliseconds kAnswer{100};

base::Error refused(const std::string& what, int error) {
  return {base::ErrorKind::io, what + ": " + std::strerror(error)};
}

KernelStatus status_of(const audit_status& status) {
  KernelStatus found;
  found.lost = status.lost;
  found.backlog = status.backlog;
  found.backlog_limit = status.backlog_limit;
  found.backlog_wait_ticks = status.backlog_wait_time_actual;
  return found;
}

}  // namespace

base::Result<KernelStatus> kernel_status() {
  const base::UniqueFd fd(::audit_open());
  if (!fd.valid()) return base::io_error("the kernel's audit");
  if (const int asked = ::audit_request_status(fd.get()); asked < 0) {
    return refused("the kernel's audit status", -asked);
  }
  const auto until = std::chrono::steady_clock::now() + kAnswer;
  while (std::chrono::steady_clock::now() < until) {
    pollfd waiting{fd.get(), POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(kAnswer.count())) <= 0) continue;
    audit_reply reply{};
    // Acknowledgements come, too.
    if (::audit_get_reply(fd.get(), &reply, GET_REPLY_NONBLOCKING, 0) <= 0) continue;
    if (reply.type == AUDIT_GET) return status_of(*reply.status);
  }
  return refused("the kernel's audit status", ETIMEDOUT);
}

}  // namespace auweave::audit
