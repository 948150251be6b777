#include "process/table.h"

#include <utility>

#include "base/hash.h"
#include "base/recent_hashes.h"

namespace auweave::process {
namespace {

std::uint64_t key_of(const ProcessReport& report, model::Pid pid) {
  const std::uint64_t host = base::mixed(base::hash_of(report.host), report.restarts);
  return base::mixed(host, static_cast<std::uint64_t>(pid.value));
}

std::size_t size_of(const Program& program) {
  return program.exe.size() + program.user.size() + program.command.size();
}

// A child has the session of its parent.
bool may_be_parent(const Program& program, const ProcessReport& report) {
  const bool known_then = !program.started.has_value() || *program.started <= report.key.time();
  const bool outside =
      !program.ses.has_value() && (report.entrance || report.ppid == model::Pid{1});
  return known_then && (program.ses == report.ses || outside);
}

// True if the event belongs to the known process with this pid, and not to another process that has
// got the pid since. An orphan's parent changes.
bool is_same(const Program& program, const ProcessReport& report) {
  if (program.exe != report.exe && !report.exe.empty()) return false;
  if (program.ses.has_value() && program.ses != report.ses) return false;
  return !report.ppid.has_value() || !program.ppid.has_value() || report.ppid == program.ppid ||
         report.ppid->value == 1;
}

// The cut must not be inside a character.
std::string_view cut(std::string_view text) {
  if (text.size() <= Table::kMostText) return text;
  std::size_t size = Table::kMostText;
  constexpr std::size_t kLongest = 4;
  for (std::size_t back = 1; back < kLongest; ++back) {
    const auto byte = static_cast<unsigned char>(text[size]);
    if ((byte & 0xC0U) != 0x80U) break;
    --size;
  }
  return text.substr(0, size);
}

void note_execve(const ProcessReport& report, Program& program) {
  program.exe = report.exe;
  program.command = report.command;
  program.started = report.key.time();
  program.execve = report.key;
}

// A process without a known execve is a fork, and a fork runs its parent's program.
void note_fork(const ProcessReport& report, const Program* parent, Program& program) {
  program = {};
  program.exe = report.exe;
  if (parent == nullptr || parent->exe != report.exe) return;
  program.command = parent->command;
}

void note_rest(const ProcessReport& report, Program& program) {
  if (!report.user.empty()) program.user = report.user;
  program.ses = report.ses;
  program.last_seen = report.key.time();
  program.ended = report.ended;
  if (report.ppid.has_value()) program.ppid = report.ppid;
}

}  // namespace

Family Table::note(ProcessReport report) {
  // No kernel writes paths of this length, but a line may have megabytes.
  report.exe = cut(report.exe);
  report.user = cut(report.user);
  report.command = cut(report.command);
  Family family;
  if (!report.pid.has_value()) return family;
  if (report.ppid.has_value()) {
    const Program* parent = use_as_parent(key_of(report, *report.ppid));
    if (parent != nullptr && !parent->ended && may_be_parent(*parent, report))
      family.parent = parent;
  }
  const std::uint64_t key = key_of(report, *report.pid);
  Program* own = use(key);
  if (own != nullptr && report.key.time() < own->last_seen) {
    const bool started = !own->started.has_value() || *own->started <= report.key.time();
    if (is_same(*own, report) && started) family.own = own;
    return family;
  }
  if (report.exe.empty()) return family;
  const bool known = own != nullptr && !own->ended;
  if (own == nullptr) own = &childless_.enter(key);
  bytes_ -= size_of(*own);
  if (!known) *own = {};
  if (report.executed) {
    note_execve(report, *own);
  } else if (!known || !is_same(*own, report)) {
    note_fork(report, family.parent, *own);
  }
  note_rest(report, *own);
  bytes_ += size_of(*own);
  family.own = own;
  make_room();
  return family;
}

Program* Table::use(std::uint64_t key) {
  Program* program = parents_.use(key);
  return program != nullptr ? program : childless_.use(key);
}

Program* Table::use_as_parent(std::uint64_t key) {
  if (auto child = childless_.take(key)) return &parents_.enter(key, std::move(child->value));
  return parents_.use(key);
}

// The two processes of the present event are the youngest, and always fit: six texts of kMostText.
void Table::make_room() {
  const auto forget_oldest = [this](Programs& programs) {
    if (const auto gone = programs.take_oldest()) bytes_ -= size_of(gone->value);
  };
  while (childless_.size() > kMost) forget_oldest(childless_);
  while (parents_.size() > kMost) forget_oldest(parents_);
  while (bytes_ > kMostBytes) forget_oldest(childless_.size() > 1 ? childless_ : parents_);
}

std::size_t Table::bytes_of(const Programs& programs) {
  std::size_t bytes = 0;
  for (const auto& [key, program] : programs.entries()) bytes += size_of(program);
  return bytes;
}

}  // namespace auweave::process
