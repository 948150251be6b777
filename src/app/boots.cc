#include "app/boots.h"

#include "app/exit_status.h"
#include "app/input_files.h"
#include "audit/line.h"
#include "base/log.h"
#include "config/machine.h"
#include "tty/tlog.h"
#include "weave/boot_scan.h"

namespace auweave::app {
namespace {

using base::Error;
using base::ErrorKind;

// Returns false if the journals have no recordings.
bool scan_journals(const InputOptions& options, weave::BootScan& scan) {
  bool any = false;
  for (const std::string& place : options.journals) {
    auto journal = open_journal(place, tty::journal_matches());
    if (!journal.ok()) continue;  // open_inputs() tells it
    for (const std::string& problem : journal->unreadable_files()) {
      base::say_on_stderr(problem + ": entries of it are missing");
    }
    while (true) {
      auto entry = journal->next();
      if (!entry.ok() || !entry->has_value()) break;
      any = true;
      scan.tlog_entry(**entry);
    }
  }
  return any;
}

// Anybody who may write to syslog may write a line that looks like a chunk of another boot.
void say_doubts(const weave::BootScan& scan) {
  for (const weave::BootDoubt& doubt : scan.doubts()) {
    std::string text = "recordings tell of two boots, " + doubt.boot + " and " + doubt.other;
    text += doubt.pid == 0 ? ", and the log shows no programs by which one could be believed"
                           : ", that claim one recorder, pid " + std::to_string(doubt.pid) +
                                 " on " + doubt.host;
    text += doubt.believed.empty() ? ": neither is believed"
                                   : ": more recorders are of " + doubt.believed;
    base::say_on_stderr(text + "; --boot-id says which boot the log is of");
  }
}

}  // namespace

bool learn_boots(const InputOptions& options, session::BootIds& boots) {
  weave::BootScan scan(options.host.empty() ? config::host_name() : options.host);
  for (const std::string& path : options.tlog) {
    each_line(path, tty::kLongestTlogLine, [&](std::string_view line) {
      scan.tlog_line(line);
      return true;
    });
  }
  const bool journals = scan_journals(options, scan);
  if (options.tlog.empty() && !journals) return false;
  for (const std::string& path : options.audit_logs) {
    each_line(path, audit::kLongestLine, [&](std::string_view line) {
      scan.audit_line(line);
      return true;
    });
  }
  scan.teach(boots);
  if (options.boot_id.empty()) say_doubts(scan);
  return true;
}

base::Result<session::BootIds> boots_from(const InputOptions& options) {
  session::BootIds boots;
  if (!options.boot_id.empty()) {
    auto id = config::boot_id_from(options.boot_id);
    if (!id.ok()) return Error{ErrorKind::config, "--boot-id: " + id.error().message};
    boots.set_first(*id);
  }
  return boots;
}

}  // namespace auweave::app
