#include "support/journal_files.h"

#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>

#include "base/syslog.h"
#include "base/text.h"
#include "support/program.h"
#include "support/text_file.h"

namespace auweave::support {
namespace {

constexpr const char* kWriter = "/lib/systemd/systemd-journal-remote";

std::string without_dashes(std::string id) {
  std::erase(id, '-');
  return id;
}

// Values with a newline in them come with their length (the Journal Export Format).
void append_field(const std::string& name, const std::string& value, std::string& out) {
  if (value.find('\n') == std::string::npos) {
    out += name + "=" + value + "\n";
    return;
  }
  out += name + "\n";
  for (int shift = 0; shift < 64; shift += 8) out += static_cast<char>(value.size() >> shift);
  out += value + "\n";
}

}  // namespace

bool can_make_journals() {
  struct stat ignored {};
  return ::stat(kWriter, &ignored) == 0;
}

std::string exported(std::vector<ExportedEntry> entries) {
  std::stable_sort(entries.begin(), entries.end(),
                   [](const auto& a, const auto& b) { return a.realtime_us < b.realtime_us; });
  std::string out;
  for (const ExportedEntry& entry : entries) {
    append_field("__REALTIME_TIMESTAMP", std::to_string(entry.realtime_us), out);
    append_field("__MONOTONIC_TIMESTAMP", std::to_string(entry.realtime_us % 1'000'000'000'000),
                 out);
    append_field("_BOOT_ID", without_dashes(entry.boot_id), out);
    for (const auto& [name, value] : entry.fields) append_field(name, value, out);
    out += "\n";
  }
  return out;
}

void write_journal(const std::string& path, const std::string& entries) {
  const Ran ran = run({kWriter, "--output=" + path, "--split-mode=none", "-"}, entries);
  if (ran.status == 0) return;
  std::fprintf(stderr, "%s: %s\n", kWriter, ran.err.c_str());
  std::abort();
}

std::vector<ExportedEntry> recordings_of(const Capture& capture) {
  std::vector<ExportedEntry> entries;
  for (const std::string& line : lines_of(capture.tlog)) {
    const std::size_t brace = line.find('{');
    const std::string message = line.substr(brace == std::string::npos ? 0 : brace);
    const rapidjson::Document chunk = parse(message);
    const std::string rec = text(chunk, "rec");
    const std::size_t dash = rec.find('-');
    const auto pid =
        base::parse_unsigned(rec.substr(dash + 1, rec.find('-', dash + 1) - dash - 1), 16);
    const auto time_us = static_cast<std::int64_t>(chunk["time"].GetDouble() * 1e6);
    entries.push_back({time_us + 3'000'000,
                       rec.substr(0, dash),
                       {{"_TRANSPORT", "journal"},
                        {"_PID", std::to_string(pid.value())},
                        {"_UID", "1001"},
                        {"_EXE", "/usr/bin/tlog-rec-session"},
                        {"_COMM", "tlog-rec-sessio"},
                        {"_HOSTNAME", text(chunk, "host")},
                        {"_AUDIT_SESSION", std::to_string(chunk["session"].GetUint())},
                        {"SYSLOG_IDENTIFIER", "-tlog-rec-session"},
                        {"TLOG_REC", rec},
                        {"MESSAGE", message}}});
  }
  return entries;
}

std::vector<ExportedEntry> sshd_log_of(const Capture& capture) {
  std::vector<ExportedEntry> entries;
  for (const std::string& log : capture.sshd) {
    std::set<std::string> roots;  // what sshd starts for an account has its rights
    for (const std::string& line : lines_of(log)) {
      const auto syslog = base::parse_syslog(line);
      if (!syslog.has_value() || !syslog->time.exact.has_value()) continue;
      if (syslog->message.starts_with("Connection from ")) roots.emplace(syslog->pid);
      entries.push_back({syslog->time.exact->ns / 1000,
                         capture.boot_id(),
                         {{"_TRANSPORT", "syslog"},
                          {"_PID", std::string(syslog->pid)},
                          {"_UID", roots.contains(std::string(syslog->pid)) ? "0" : "1001"},
                          {"_EXE", "/usr/sbin/sshd"},
                          {"_COMM", "sshd"},
                          {"_HOSTNAME", std::string(syslog->host)},
                          {"SYSLOG_IDENTIFIER", std::string(syslog->program)},
                          {"MESSAGE", std::string(syslog->message)}}});
    }
  }
  return entries;
}

}  // namespace auweave::support
