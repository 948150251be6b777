#include "intake/record_reader.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <string>
#include <thread>

#include "base/io_error.h"

namespace auweave::intake {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kBlock = 64UL * 1024;
// auditd writes each record by itself. One read a record costs more than all the rest of the reading;
// after this long there are several. 212,992 bytes of socket (our facts, plugin interface) are full
// after 2 ms at 100,000 records/s only, and then reads give whole blocks and nobody pauses.
constexpr std::chrono::milliseconds kPause{2};
constexpr std::size_t kEnoughAtOnce = 16UL * 1024;
constexpr int kQuietMs = 200;                // when an end was asked for
constexpr std::chrono::seconds kLongest{1};  // then, while records come all the same

}  // namespace

RecordReader::RecordReader(base::UniqueFd input, Inbox& inbox)
    : input_(std::move(input)),
      asked_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      inbox_(inbox),
      valve_(inbox) {}

void RecordReader::ask_end() { ::eventfd_write(asked_.get(), 1); }

bool RecordReader::wait_for_input(bool& end_asked) const {
  std::array<pollfd, 2> waiting{pollfd{input_.get(), POLLIN, 0}, pollfd{asked_.get(), POLLIN, 0}};
  while (::poll(waiting.data(), waiting.size(), -1) < 0 && errno == EINTR) {
  }
  end_asked = waiting[1].revents != 0;
  if (waiting[0].revents != 0) return true;
  return ::poll(waiting.data(), 1, kQuietMs) > 0;
}

base::Status RecordReader::run() {
  std::string block(kBlock, '\0');
  base::Status result = base::ok();
  std::optional<Clock::time_point> deadline;
  bool end_asked = false;
  while (wait_for_input(end_asked)) {
    const ssize_t got = ::read(input_.get(), block.data(), block.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) result = base::io_error("standard input");
    if (got <= 0) break;
    bytes_.fetch_add(static_cast<std::uint64_t>(got), std::memory_order_relaxed);
    valve_.take(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
    if (end_asked && !deadline.has_value()) deadline = Clock::now() + kLongest;
    if (deadline.has_value() && Clock::now() > *deadline) break;
    if (static_cast<std::size_t>(got) < kEnoughAtOnce) std::this_thread::sleep_for(kPause);
  }
  input_.reset();  // whoever still writes must not wait for us
  valve_.end();
  inbox_.end_records();
  return result;
}

}  // namespace auweave::intake
