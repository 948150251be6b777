#include "plugin/live_system.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.h"
#include "plugin/utmp.h"
#include "programs/program.h"
#include "session/recordings.h"

namespace auweave::plugin {
namespace {

namespace fs = std::filesystem;

struct Process {
  model::Pid pid, parent;
  std::uint32_t auid = 0;
  std::string exe;
  std::string tty;
  std::uint64_t start_ticks = 0;
  base::WallTime started;
};

// The processes of one session, by pid.
using Processes = std::map<std::int64_t, Process>;
using Sessions = std::map<std::uint32_t, Processes>;

std::string read_line(const std::string& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

std::optional<std::uint32_t> id_in(const std::string& path) {
  const auto number = base::parse_unsigned(read_line(path));
  if (!number.has_value() || *number >= model::kUnset) return std::nullopt;
  return static_cast<std::uint32_t>(*number);
}

// Returns "pts/2" and the like for a device number in the packing of stat(2) (proc(5), tty_nr).
std::string terminal(std::uint64_t device) {
  const std::uint64_t major = device >> 8U & 0xFFFU;
  const std::uint64_t minor = (device & 0xFFU) | (device >> 12U & 0xFFF00U);
  if (major >= 136 && major < 144) return "pts/" + std::to_string((major - 136) * 256 + minor);
  if (major == 4 && minor < 64) return "tty" + std::to_string(minor);
  if (major == 4) return "ttyS" + std::to_string(minor - 64);
  return "";
}

// proc(5): PID (COMM) STATE PPID PGRP SESSION TTY_NR … STARTTIME, which is the 22nd word. COMM may
// contain any character.
bool read_stat(const std::string& path, Process& process) {
  const std::string line = read_line(path);
  const std::size_t comm = line.rfind(')');
  if (comm == std::string::npos) return false;
  std::vector<std::string_view> words;
  std::string_view rest = std::string_view(line).substr(comm + 1);
  while (words.size() < 20) {
    const std::string_view word = base::take_word(rest);
    if (word.empty()) return false;
    words.push_back(word);
  }
  const auto parent = base::parse_signed(words[1]);
  const auto device = base::parse_signed(words[4]);
  const auto start = base::parse_unsigned(words[19]);
  if (!parent.has_value() || !device.has_value() || !start.has_value()) return false;
  process.parent = model::Pid{*parent};
  process.tty = terminal(static_cast<std::uint32_t>(*device));
  process.start_ticks = *start;
  return true;
}

// The kernel marks the link of a program file that was replaced (an upgrade) with " (deleted)".
std::string program(const std::string& link) {
  std::error_code error;
  std::string exe = fs::read_symlink(link, error).string();
  constexpr std::string_view gone = " (deleted)";
  if (exe.ends_with(gone)) exe.resize(exe.size() - gone.size());
  return exe;
}

Sessions sessions_in(const std::string& proc, base::WallTime boot_began) {
  Sessions found;
  const std::int64_t ticks = std::max(::sysconf(_SC_CLK_TCK), 1L);
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(proc, error)) {
    const std::string folder = entry.path().string();
    const auto pid = base::parse_signed(entry.path().filename().string());
    if (!pid.has_value()) continue;
    const auto ses = audit_session_of(folder);
    const auto auid = id_in(folder + "/loginuid");
    Process process;
    if (!ses.has_value() || !auid.has_value() || !read_stat(folder + "/stat", process)) continue;
    process.pid = model::Pid{*pid};
    process.auid = *auid;
    process.exe = program(folder + "/exe");
    const auto since_boot = static_cast<std::int64_t>(process.start_ticks) * 1000 / ticks;
    process.started = base::WallTime::from_ms(boot_began.ms() + since_boot);
    found[*ses].emplace(*pid, std::move(process));
  }
  return found;
}

// Returns the service of a program that lets people in, or begins sessions by itself, and stays as
// the first process of the session. Returns "" for any other program.
std::string_view entrance(std::string_view exe) {
  const bool enters = programs::has_role(exe, programs::Role::service) ||
                      programs::has_role(exe, programs::Role::scheduler);
  return enters ? programs::service_of(exe) : std::string_view();
}

// Returns the process that did the LOGIN: the oldest entrance among the processes whose parent is
// outside the session. A process whose parent has ended (nohup) has a parent outside, too, but is no
// entrance. Returns null if there is no such process.
const Process* first_process(const Processes& processes) {
  const Process* first = nullptr;
  for (const auto& [pid, process] : processes) {
    const bool root = !processes.contains(process.parent.value);
    if (!root || entrance(process.exe).empty()) continue;
    if (first == nullptr || process.start_ticks < first->start_ticks) first = &process;
  }
  return first;
}

std::optional<model::Pid> recorder_around(const Processes& processes, const Process& process) {
  auto above = processes.find(process.parent.value);
  for (int depth = 0; depth < 256 && above != processes.end(); ++depth) {
    if (programs::recorder_of(above->second.exe) == "tlog") return above->second.pid;
    above = processes.find(above->second.parent.value);
  }
  return std::nullopt;
}

void tell_processes(const Processes& processes, session::Known& known) {
  std::vector<const Process*> by_start;
  for (const auto& [pid, process] : processes) by_start.push_back(&process);
  std::stable_sort(by_start.begin(), by_start.end(), [](const Process* a, const Process* b) {
    return a->start_ticks < b->start_ticks;
  });
  for (const Process* process : by_start) {
    const auto around = recorder_around(processes, *process);
    if (programs::recorder_of(process->exe) == "tlog") {
      known.recorders.push_back({process->pid, process->start_ticks, process->started, around});
    } else {
      known.processes.push_back({process->pid, around});
    }
    // A process inside a recorder is on the recorder's terminal, not on the session's.
    if (known.tty.empty() && !around.has_value()) known.tty = process->tty;
  }
}

// True if a utmp entry belongs to the session of `processes`. If a session contains the entry's process,
// that session decides. Otherwise the session at the entry's terminal decides. A stale entry (nobody
// removed it) is older than the processes that use its pid or its terminal now.
bool is_of(const UtmpEntry& entry, const Processes& processes, const Sessions& all) {
  constexpr std::int64_t kSlackMs = 1000;
  const auto older = [&](const auto& each) {
    return entry.time.ms() + kSlackMs < each.second.started.ms();
  };
  const auto own = processes.find(entry.pid.value);
  if (own != processes.end()) return !older(*own);
  const auto has_it = [&](const auto& each) { return each.second.contains(entry.pid.value); };
  if (std::any_of(all.begin(), all.end(), has_it)) return false;
  const auto at_it = [&](const auto& each) { return each.second.tty == entry.line; };
  return std::any_of(processes.begin(), processes.end(), at_it) &&
         std::none_of(processes.begin(), processes.end(), older);
}

void tell_source(const std::vector<UtmpEntry>& logged_in, const Processes& processes,
                 const Sessions& all, session::Known& known) {
  for (const UtmpEntry& entry : logged_in) {
    // A terminal emulator's entry has no address.
    if (entry.address.empty() || !is_of(entry, processes, all)) continue;
    known.src_ip = entry.address;
    if (!entry.line.empty()) known.tty = entry.line;
  }
}

}  // namespace

std::vector<session::Known> live_sessions(const SystemFiles& files, base::WallTime boot_began,
                                          audit::AccountNames& accounts) {
  std::vector<session::Known> all;
  const std::vector<UtmpEntry> logged_in = read_utmp(files.utmp);
  const Sessions sessions = sessions_in(files.proc, boot_began);
  for (const auto& [ses, processes] : sessions) {
    session::Known known;
    const std::uint32_t auid = processes.begin()->second.auid;
    known.ses = model::Ses{ses};
    known.auid = model::Uid{auid};
    known.actor = accounts.user(model::Uid{auid}).value_or(std::to_string(auid));
    if (const Process* first = first_process(processes)) {
      known.service = entrance(first->exe);
      known.login_pid = first->pid;
    }
    tell_processes(processes, known);
    tell_source(logged_in, processes, sessions, known);
    all.push_back(std::move(known));
  }
  return all;
}

std::optional<std::uint32_t> audit_session_of(const std::string& folder) {
  return id_in(folder + "/sessionid");
}

std::unordered_set<std::uint32_t> sessions_with_process(const std::string& proc) {
  std::unordered_set<std::uint32_t> found;
  std::error_code none;
  for (fs::directory_iterator at(proc, none), end; !none && at != end; at.increment(none)) {
    const std::string name = at->path().filename().string();
    if (!base::parse_unsigned(name).has_value()) continue;
    if (const auto ses = audit_session_of(at->path().string())) found.insert(*ses);
  }
  return found;
}

}  // namespace auweave::plugin
