#include "app/status_page.h"

#include <signal.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>

#include "app/exit_status.h"
#include "base/printable.h"
#include "config/config.h"
#include "config/machine.h"

namespace auweave::app {
namespace {

using json::Value;

std::string grouped(std::int64_t number) {
  std::string digits = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
    digits.insert(static_cast<std::size_t>(at), ",");
  return digits;
}

std::string sized(std::int64_t bytes) {
  constexpr std::array<const char*, 4> units = {"B", "KiB", "MiB", "GiB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit == 0 ? "%.0f %s" : "%.1f %s", value, units.at(unit));
  return text.data();
}

std::int64_t integer(const Value& value, std::string_view name) {
  return value.integer(name).value_or(0);
}

std::string string(const Value& value, std::string_view name) {
  return base::printable(value.string(name).value_or(""));
}

// Returns "event 12, tty 3", or "none".
std::string by_kind(const Value& value, std::string_view name) {
  const auto counts = value.object(name);
  std::string text;
  if (counts.has_value()) {
    for (const std::string_view kind : counts->names()) {
      text += (text.empty() ? "" : ", ") + base::printable(kind) + " " +
              grouped(integer(*counts, kind));
    }
  }
  return text.empty() ? "none" : text;
}

void add_records(const Value& status, std::string& page) {
  const auto records = status.object("records");
  if (!records.has_value()) return;
  page += "records     " + grouped(integer(*records, "lines")) + " read (" +
          grouped(integer(*records, "per_second")) + "/s), " + grouped(integer(*records, "lost")) +
          " lost; " + sized(integer(*records, "waiting_bytes")) + " waiting (most so far " +
          sized(integer(*records, "most_waiting_bytes")) + ")\n";
}

void add_files(const Value& status, std::string& page) {
  for (const Value& file : status.objects("files")) {
    page += "recordings  " + string(file, "path") + ": ";
    if (const auto since = file.string("stuck_since"))
      page += "stuck since " + base::printable(*since) + "; ";
    if (!file.flag("there").value_or(false)) {
      page += "is not there\n";
      continue;
    }
    if (file.integer("logs").has_value()) {
      page += grouped(integer(file, "lines")) + " chunks of " + grouped(integer(file, "logs")) +
              " logs, " + grouped(integer(file, "growing")) + " still growing\n";
      continue;
    }
    if (const auto until = file.string("until")) {
      page += grouped(integer(file, "lines")) + " entries" +
              (until->empty() ? "" : ", the last of " + base::printable(*until)) + "\n";
      continue;
    }
    page += grouped(integer(file, "lines")) + " lines, at byte " +
            grouped(integer(file, "position")) + " of " + grouped(integer(file, "size")) + "\n";
  }
}

void add_sinks(const Value& status, std::string& page) {
  for (const Value& sink : status.objects("sinks")) {
    page += "sink        " + string(sink, "name") + "\n";
    page += "  delivered " + by_kind(sink, "delivered") + " (" +
            sized(integer(sink, "delivered_bytes")) + ", " + grouped(integer(sink, "per_second")) +
            "/s)\n";
    page += "  dropped   " + by_kind(sink, "dropped") + "\n";
    page += "  refused   " + by_kind(sink, "refused") + "\n";
    page += "  waiting   " + grouped(integer(sink, "waiting")) + " (" +
            sized(integer(sink, "waiting_bytes")) + ")\n";
    if (const auto trouble = sink.string("trouble"))
      page += "  trouble   " + base::printable(*trouble) + "\n";
  }
}

bool in_trouble(const Value& status) {
  for (const Value& sink : status.objects("sinks")) {
    if (sink.string("trouble").has_value()) return true;
  }
  for (const Value& file : status.objects("files")) {
    if (file.string("stuck_since").has_value()) return true;
  }
  return false;
}

// The plugin writes the status once a second.
constexpr std::int64_t kStaleMs = 10'000;

bool runs(const Value& status, base::WallTime now) {
  const std::int64_t written = status.integer("written_ms").value_or(0);
  if (now.ms() - written > kStaleMs) return false;
  const auto pid = static_cast<pid_t>(integer(status, "pid"));
  const bool there = pid > 0 && (::kill(pid, 0) == 0 || errno == EPERM);
  return there && string(status, "state") == "running";
}

}  // namespace

std::string page_of(const Value& status, base::WallTime now, bool alive) {
  std::string page = "auweave " + string(status, "state");
  if (string(status, "state") == "running" && !alive) page = "auweave IS GONE";
  page += ": pid " + std::to_string(integer(status, "pid")) + ", since " +
          string(status, "started") + ", " + string(status, "config") + "\n";
  if (!alive)
    page +=
        "as it was at " + string(status, "written") + "; now it is " + base::rfc3339(now) + "\n";
  if (const auto warnings = status.strings("warnings")) {
    for (const std::string_view warning : *warnings)
      page += "warning     " + base::printable(warning) + "\n";
  }
  if (const auto refused = status.string("refused_config"))
    page +=
        "WRONG since SIGHUP, the old one is in force:\n" + base::printable_rows(*refused) + "\n";
  add_records(status, page);
  add_files(status, page);
  if (const auto spool = status.object("spool")) {
    page += "spool       " + sized(integer(*spool, "bytes")) + " on disk, " +
            grouped(integer(*spool, "waiting")) +
            " entries to be woven, the oldest not delivered " +
            grouped(integer(*spool, "age_ms") / 1000) + " s old\n";
  }
  if (const auto kernel = status.object("kernel")) {
    page += "kernel      " + grouped(integer(*kernel, "lost")) + " records lost since its start; " +
            grouped(integer(*kernel, "backlog")) + " of " +
            grouped(integer(*kernel, "backlog_limit")) + " wait for auditd\n";
  }
  page += "documents   " + by_kind(status, "documents") + "; " +
          grouped(integer(status, "duplicates")) + " records came twice\n";
  add_sinks(status, page);
  return page;
}

int status_page(const std::string& config_path, bool as_json) {
  const auto path = config::status_file_of(config_path);
  if (!path.ok()) return fail(path.error());
  std::ifstream file(*path);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (text.empty()) {
    return fail({base::ErrorKind::io, *path + ": no status: has the plugin ever run?"});
  }
  const auto status = Value::parse_object(text);
  if (!status.ok()) return fail({base::ErrorKind::io, *path + ": " + status.error().message});
  const bool alive = runs(*status, config::wall_time_now());
  const bool page = !as_json && ::isatty(STDOUT_FILENO) == 1;
  std::fputs(page ? page_of(*status, config::wall_time_now(), alive).c_str() : text.c_str(),
             stdout);
  return alive && !in_trouble(*status) ? kDone : kSinkFailed;
}

}  // namespace auweave::app
