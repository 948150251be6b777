#include "weave/boot_scan.h"

#include <algorithm>
#include <cstdlib>

#include "audit/line.h"
#include "base/text.h"
#include "programs/program.h"
#include "session/session.h"
#include "tty/tlog.h"
#include "weave/writer_check.h"

namespace auweave::weave {
namespace {

// A recorder's first chunk gives the recorder's start to a few 10 ms (in our captures 18 to 80 ms
// after the execve).
constexpr std::int64_t kSlackMs = 2000;

// Returns the value of ` NAME=VALUE ` in a record's body, without quotes.
std::string_view field(std::string_view body, std::string_view name) {
  const std::size_t at = body.find(name);
  if (at == std::string_view::npos) return "";
  std::string_view value = body.substr(at + name.size());
  value = value.substr(0, value.find(' '));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
    value = value.substr(1, value.size() - 2);
  return value;
}

}  // namespace

void BootScan::tlog_line(std::string_view line) {
  for (const model::TtyChunk& chunk : tty::read_tlog_line(line, false).chunks) note(chunk);
}

void BootScan::tlog_entry(const model::JournalEntry& entry) {
  const auto chunk = tty::parse_tlog(entry.message, false);
  if (chunk.ok() && disowned(*chunk, entry).empty()) note(*chunk);
}

void BootScan::note(const model::TtyChunk& chunk) {
  if (recordings_.size() >= kMost) return;
  const model::RecordingKey& key = *chunk.key;
  Recording recording{key.boot_id, key.pid.value, tty::boot_began(chunk), chunk.recording_began()};
  recordings_.try_emplace({key.boot_id, key.pid.value, key.start_ticks}, std::move(recording));
}

void BootScan::audit_line(std::string_view line) {
  const bool exec = line.find("type=EXECVE ") != std::string_view::npos;
  if (!exec && line.find("tlog-rec") == std::string_view::npos) return;
  const auto header = audit::parse_line(line);
  if (!header.ok()) return;
  execs_audited_ = execs_audited_ || header->type == "EXECVE";
  const bool recorder =
      header->type == "SYSCALL" && programs::recorder_of(field(header->body, " exe=")) == "tlog";
  const auto pid = base::parse_signed(field(header->body, " pid="));
  if (recorder && pid.has_value() && starts_.size() < kMost) {
    const std::string_view host = header->node.empty() ? host_ : header->node;
    starts_.emplace(*pid, Start{header->key.time().ms(), std::string(host)});
  }
}

std::optional<std::string_view> BootScan::seen_to_start(const Recording& recording) const {
  std::optional<std::string_view> host;
  const auto [first, last] = starts_.equal_range(recording.pid);
  for (auto each = first; each != last; ++each) {
    const Start& start = each->second;
    if (std::abs(start.ms - recording.started.ms()) > kSlackMs) continue;
    if (host.has_value() && *host != start.host) return std::nullopt;
    host = start.host;
  }
  return host;
}

std::map<std::string_view, std::size_t> BootScan::vouched() const {
  std::map<std::string_view, std::size_t> count;
  for (const auto& [key, recording] : recordings_) {
    count[recording.boot_id] += execs_audited_ && seen_to_start(recording).has_value() ? 1U : 0U;
  }
  return count;
}

std::multimap<std::int64_t, const BootScan::Recording*> BootScan::by_pid() const {
  std::multimap<std::int64_t, const Recording*> recordings;
  for (const auto& [key, recording] : recordings_) recordings.emplace(recording.pid, &recording);
  return recordings;
}

bool BootScan::claim_one(const Recording& a, const Recording& b) {
  return a.boot_id != b.boot_id && std::abs(a.started.ms() - b.started.ms()) <= 2 * kSlackMs;
}

// Pids and start times are no secrets, so recordings of several boots may claim one recorder. The
// boot with more vouched recorders is believed. If two boots have equally many, neither is
// believed.
void BootScan::teach(session::BootIds& boots) const {
  const auto counts = vouched();
  const auto claims = by_pid();
  const auto believed = [&](const Recording& recording) {
    if (!execs_audited_) return counts.size() == 1;
    if (!seen_to_start(recording).has_value()) return false;
    const auto [first, last] = claims.equal_range(recording.pid);
    return std::none_of(first, last, [&](const auto& entry) {
      const Recording& other = *entry.second;
      return claim_one(other, recording) &&
             counts.at(other.boot_id) >= counts.at(recording.boot_id);
    });
  };
  for (const auto& [key, recording] : recordings_) {
    if (!believed(recording)) continue;
    boots.learn(recording.boot_id, recording.began, seen_to_start(recording).value_or(""));
  }
}

// Each recorder that was seen to start is compared with the claims on its pid, and each two boots
// are told once.
std::vector<BootDoubt> BootScan::doubts() const {
  std::map<std::pair<std::string_view, std::string_view>, BootDoubt> found;
  const auto counts = vouched();
  if (!execs_audited_ && counts.size() > 1) {
    const auto& [first, second] =
        std::pair(counts.begin()->first, std::next(counts.begin())->first);
    return {{std::string(first), std::string(second), 0, "", ""}};
  }
  const auto claims = by_pid();
  for (const auto& [pid, recording] : claims) {
    const auto host = seen_to_start(*recording);
    if (!host.has_value() || found.size() >= kMostDoubts) continue;
    const auto [first, last] = claims.equal_range(pid);
    const auto other = std::find_if(
        first, last, [&](const auto& entry) { return claim_one(*entry.second, *recording); });
    if (other == last) continue;
    const auto [a, b] = std::minmax(recording->boot_id, other->second->boot_id);
    BootDoubt doubt{a, b, pid, std::string(*host), ""};
    if (counts.at(a) != counts.at(b)) doubt.believed = counts.at(a) > counts.at(b) ? a : b;
    found.try_emplace({a, b}, std::move(doubt));
  }
  std::vector<BootDoubt> told;
  for (auto& [boots, doubt] : found) told.push_back(std::move(doubt));
  return told;
}

}  // namespace auweave::weave
