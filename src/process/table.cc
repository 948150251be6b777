#include "process/table.h"

#include "base/recent_hashes.h"

namespace auweave::process {
namespace {

std::uint64_t mixed_text(std::uint64_t hash, std::string_view text) {
  for (const char c : text) hash = base::mixed(hash, static_cast<unsigned char>(c));
  return base::mixed(hash, text.size());
}

std::uint64_t key_of(const Told& told, model::Pid pid) {
  const std::uint64_t host = base::mixed(mixed_text(0, told.host), told.restarts);
  return base::mixed(host, static_cast<std::uint64_t>(pid.value));
}

std::size_t size_of(const Program& program) {
  return program.exe.size() + program.user.size() + program.command.size();
}

// A session goes from a process to its children.
bool may_be_parent(const Program& program, const Told& told) {
  const bool known_then = !program.started.has_value() || *program.started <= told.time;
  const bool outside = !program.ses.has_value() && (told.entrance || told.ppid == model::Pid{1});
  return known_then && (program.ses == told.ses || outside);
}

// The event is of the process that is known by this pid, and not of another that has got the pid since.
// Orphans change their parent.
bool is_same(const Program& program, const Told& told) {
  if (program.exe != told.exe && !told.exe.empty()) return false;
  if (program.ses.has_value() && program.ses != told.ses) return false;
  return !told.ppid.has_value() || !program.ppid.has_value() || told.ppid == program.ppid ||
         told.ppid->value == 1;
}

// Not within a character.
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

void note_execve(const Told& told, Program& program) {
  program.exe = told.exe;
  program.command = told.command;
  program.started = told.time;
  program.id = told.event_id;
}

// It was not seen to execute anything: a fork still runs what its parent runs.
void note_fork(const Told& told, const Program* parent, Program& program) {
  program = {};
  program.exe = told.exe;
  if (parent == nullptr || parent->exe != told.exe) return;
  program.command = parent->command;
}

void note_rest(const Told& told, Program& program) {
  if (!told.user.empty()) program.user = told.user;
  program.ses = told.ses;
  program.told = told.time;
  program.ended = told.ended;
  if (told.ppid.has_value()) program.ppid = told.ppid;
}

}  // namespace

Family Table::note(Told told) {
  // No kernel writes such paths; a line may be megabytes long all the same.
  told.exe = cut(told.exe);
  told.user = cut(told.user);
  told.command = cut(told.command);
  Family family;
  if (!told.pid.has_value()) return family;
  if (told.ppid.has_value()) {
    const Program* parent = touch(key_of(told, *told.ppid), true);
    if (parent != nullptr && !parent->ended && may_be_parent(*parent, told)) family.parent = parent;
  }
  const std::uint64_t key = key_of(told, *told.pid);
  Program* own = touch(key, false);
  if (own != nullptr && told.time < own->told) {
    const bool started = !own->started.has_value() || *own->started <= told.time;
    if (is_same(*own, told) && started) family.own = own;
    return family;
  }
  if (told.exe.empty()) return family;
  const bool known = own != nullptr && !own->ended;
  if (own == nullptr) own = &enter(key);
  bytes_ -= size_of(*own);
  if (!known) *own = {};
  if (told.executed) {
    note_execve(told, *own);
  } else if (!known || !is_same(*own, told)) {
    note_fork(told, family.parent, *own);
  }
  note_rest(told, *own);
  bytes_ += size_of(*own);
  family.own = own;
  make_room();
  return family;
}

Program* Table::touch(std::uint64_t key, bool as_parent) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  Entry& entry = *found->second;
  Entries& from = entry.parent ? parents_ : childless_;
  entry.parent = entry.parent || as_parent;
  Entries& to = entry.parent ? parents_ : childless_;
  to.splice(to.begin(), from, found->second);
  return &entry.program;
}

Program& Table::enter(std::uint64_t key) {
  childless_.emplace_front().key = key;
  by_key_[key] = childless_.begin();
  return childless_.front().program;
}

void Table::forget_last(Entries& entries) {
  bytes_ -= size_of(entries.back().program);
  by_key_.erase(entries.back().key);
  entries.pop_back();
}

// The two that an event is of are in front, and fit: six texts of kMostText.
void Table::make_room() {
  while (childless_.size() > kMost) forget_last(childless_);
  while (parents_.size() > kMost) forget_last(parents_);
  while (bytes_ > kMostBytes) forget_last(childless_.size() > 1 ? childless_ : parents_);
}

void Table::index(Entries& entries) {
  for (auto at = entries.begin(); at != entries.end(); ++at) {
    by_key_[at->key] = at;
    bytes_ += size_of(at->program);
  }
}

}  // namespace auweave::process
