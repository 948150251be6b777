#include "weave/known_programs.h"

#include <algorithm>
#include <limits>

#include "base/hash.h"
#include "base/text.h"
#include "programs/program.h"

namespace auweave::weave {
namespace {

using model::AuditEvent;
using model::EventFacts;

constexpr base::WallTime kForever{std::numeric_limits<std::int64_t>::max()};
// sched.h: CLONE_NEWUSER, CLONE_NEWNS.
constexpr std::uint64_t kOwnNamespaces = 0x1000'0000 | 0x2'0000;

base::WallTime around(base::WallTime time, std::int64_t ms) {
  return base::WallTime::from_ms(time.ms() + ms);
}

std::string_view raw(const AuditEvent& event, const model::Record& record, std::string_view name) {
  const model::Field* field = event.find(record, name);
  return field == nullptr ? std::string_view() : field->raw;
}

// Returns the record of the file that an execve names.
const model::Record* file_of(const AuditEvent& event) {
  for (const model::Record& record : event.records) {
    if (record.type == "PATH" && raw(event, record, "item") == "0") return &record;
  }
  return nullptr;
}

std::uint64_t argument(const AuditEvent& event, const model::Record& call, std::string_view name) {
  return base::parse_unsigned(raw(event, call, name), 16).value_or(0);
}

// setns(2) with the type 0 enters a namespace of any type.
bool makes_own(const AuditEvent& event, const model::Record& call) {
  if (event.syscall == "unshare" || event.syscall == "clone")
    return (argument(event, call, "a0") & kOwnNamespaces) != 0;
  if (event.syscall != "setns") return false;
  const std::uint64_t type = argument(event, call, "a1");
  return type == 0 || (type & kOwnNamespaces) != 0;
}

std::uint64_t key_of(std::string_view host, std::int64_t pid) {
  return base::hash_of(host, static_cast<std::uint64_t>(pid));
}

}  // namespace

void KnownPrograms::take(const model::ProgramFiles& told, std::string_view host) {
  host_ = host;
  for (const model::ProgramFile& file : told.files) {
    std::vector<File>& files = programs_[file.path];
    const bool open = !files.empty() && files.back().until == kForever;
    if (open && files.back().inode == file.inode && files.back().devices == file.devices) continue;
    // Nobody knows when a file changed while the plugin did not run.
    base::WallTime from = around(told.since, -kAroundMs);
    if (files.empty()) {
      from = around(told.at, -kAroundMs);
    } else if (told.since == base::WallTime{}) {
      from = files.back().from;
    }
    if (open) files.back().until = around(told.at, kAroundMs);
    if (file.inode != 0) files.push_back({file.inode, file.devices, from, kForever});
    if (files.size() > kMostFiles) files.erase(files.begin());
  }
}

// Of a filesystem with two devices it is not sure which one the kernel writes, or whether it writes
// the inode that stat(2) tells, until both were seen to be as told.
bool KnownPrograms::is_other_file(const AuditEvent& event, std::string_view exe) {
  const auto known = programs_.find(exe);
  const model::Record* record = known == programs_.end() ? nullptr : file_of(event);
  if (record == nullptr) return false;
  const auto inode = base::parse_unsigned(raw(event, *record, "inode"));
  const std::string_view device = raw(event, *record, "dev");
  if (!inode.has_value() || device.empty()) return false;
  const base::WallTime time = event.key.time();
  bool any = false;
  bool sure = true;
  for (const File& file : known->second) {
    if (time < file.from || time > file.until) continue;
    any = true;
    const bool plain = file.devices.size() == 1;
    const bool same = file.inode == *inode && std::find(file.devices.begin(), file.devices.end(),
                                                        device) != file.devices.end();
    if (same) {
      confirmed_ = confirmed_ || !plain;
      return false;
    }
    sure = sure && plain;
  }
  return any && (sure || confirmed_);
}

const KnownPrograms::Marks* KnownPrograms::find(std::string_view host, std::int64_t pid,
                                                std::optional<model::Ses> ses) {
  const Marks* marks = marks_.use(key_of(host, pid));
  return marks != nullptr && marks->ses == ses ? marks : nullptr;
}

KnownPrograms::Marks KnownPrograms::inherited(std::string_view host, const EventFacts& facts) {
  if (marks_.empty()) return {};
  const Marks* marks = find(host, facts.pid->value, facts.ses);
  if (marks == nullptr && facts.ppid.has_value()) marks = find(host, facts.ppid->value, facts.ses);
  return marks == nullptr ? Marks{} : *marks;
}

void KnownPrograms::note_namespaces(const AuditEvent& event, std::string_view host,
                                    const EventFacts& facts, Marks& marks) {
  const model::Record* call = event.find("SYSCALL");
  if (call == nullptr || facts.success != true || !makes_own(event, *call)) return;
  if (event.syscall != "clone") {
    marks.own_namespaces = true;
    return;
  }
  Marks child = marks;
  child.ses = facts.ses;
  child.own_namespaces = true;
  const auto pid = base::parse_signed(raw(event, *call, "exit"));
  if (pid.has_value()) marks_.enter(key_of(host, *pid), child);
}

void KnownPrograms::judge(const AuditEvent& event, std::string_view host, EventFacts& facts,
                          model::EventDocument& document) {
  if (!facts.pid.has_value()) return;
  Marks marks = inherited(host, facts);
  if (facts.executed && facts.success == true)
    marks.other_file = host == host_ && is_other_file(event, facts.exe);
  note_namespaces(event, host, facts, marks);
  if (!marks_.empty() || marks.own_namespaces || marks.other_file) {
    marks.ses = facts.ses;
    const std::uint64_t key = key_of(host, facts.pid->value);
    if (marks.own_namespaces || marks.other_file) {
      marks_.enter(key, marks);
    } else {
      marks_.take(key);
    }
  }
  if (marks.other_file) document.integrity.emplace_back("exe-other-file");
  if (marks.own_namespaces) document.integrity.emplace_back("own-namespaces");
  if (!facts.executed || facts.success != true) return;
  const bool recorder = !programs::recorder_of(facts.exe, programs::Words(facts.argv)).empty();
  if (recorder && marks.own_namespaces) facts.refused = model::Refused::own_namespaces;
  if (recorder && marks.other_file) facts.refused = model::Refused::other_file;
  if (marks.other_file || facts.refused != model::Refused::no) facts.exe = {};
}

}  // namespace auweave::weave
