#include "auditd_like.h"

#include <sys/socket.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <thread>

namespace auweave::e2e {

using Clock = std::chrono::steady_clock;

AuditdLike::AuditdLike(std::vector<std::string> plugin, const std::string& audit_log)
    : plugin_(std::move(plugin)), path_(audit_log), audit_log_(audit_log, std::ios::app) {
  start();
}

void AuditdLike::start() {
  const std::lock_guard guard(lock_);
  running_.reset();
  running_.emplace(plugin_, Surroundings{.folder = "/", .empty_environment = true});
}

void AuditdLike::kill_plugin() {
  const std::lock_guard guard(lock_);
  running_.reset();
}

std::optional<support::Ran> AuditdLike::stop() {
  running_->signal(SIGTERM);
  running_->close_input();
  return running_->wait(10'000);
}

void AuditdLike::send(std::string_view record) {
  const std::lock_guard guard(lock_);
  while (running_.has_value() && !record.empty()) {
    const ssize_t sent = ::send(running_->input(), record.data(), record.size(), MSG_NOSIGNAL);
    if (sent < 0) return;  // it died: auditd goes on without it
    record.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void AuditdLike::rotate() {
  audit_log_.close();
  std::filesystem::rename(path_, path_ + ".1");
  audit_log_.open(path_);
}

AuditdLike::Fed AuditdLike::feed(std::string_view log, std::uint64_t per_second,
                                 const std::function<bool(std::string_view)>& dropped) {
  Fed fed;
  const auto began = Clock::now();
  while (!log.empty()) {
    const std::size_t size = std::min(log.find('\n'), log.size() - 1) + 1;
    const std::string_view record = log.substr(0, size);
    log.remove_prefix(size);
    audit_log_ << record << std::flush;  // as auditd does
    if (dropped(record)) continue;
    if (per_second > 0) {
      std::this_thread::sleep_until(
          began + std::chrono::microseconds(fed.records * 1'000'000 / per_second));
    }
    const auto before = Clock::now();
    send(record);
    fed.longest_wait =
        std::max(fed.longest_wait,
                 std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - before));
    ++fed.records;
  }
  fed.seconds = std::chrono::duration<double>(Clock::now() - began).count();
  return fed;
}

}  // namespace auweave::e2e
