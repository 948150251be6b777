#include "support/capture.h"

#include <filesystem>
#include <regex>

#include "support/text_file.h"

namespace auweave::support {
namespace {

std::string optional_file(const std::string& path) {
  return std::filesystem::exists(path) ? read_file(path) : "";
}

// Between two marks; "" without them.
std::string between(const std::string& line, const std::string& from, const std::string& to) {
  const std::size_t start = line.find(from);
  if (start == std::string::npos) return "";
  const std::size_t end = line.find(to, start + from.size());
  return line.substr(start + from.size(), end - start - from.size());
}

}  // namespace

Capture load_capture(const std::string& name) {
  const std::string folder = fixture("captures/" + name);
  Capture capture;
  capture.name = name;
  capture.truth = parse(read_file(folder + "/truth.json"));
  capture.enriched = read_file(folder + "/audit.log.gz");
  capture.plugin = read_file(folder + "/plugin.log.gz");
  capture.tlog = optional_file(folder + "/tlog.jsonl.gz");
  capture.own_tlog = optional_file(folder + "/tlog-file-carol.jsonl.gz");
  for (const char* log : {"/sshd.log.gz", "/sshd-target.log.gz"}) {
    const std::string text = optional_file(folder + log);
    if (!text.empty()) capture.sshd.push_back(text);
  }
  return capture;
}

std::vector<std::string> capture_names() { return folders_in(fixture("captures")); }

std::map<std::string, LoggedEvent> logged_events(const std::string& log) {
  std::map<std::string, LoggedEvent> events;
  for (const std::string& line : lines_of(log)) {
    const std::string raw = line.substr(0, line.find('\x1D'));
    const std::string key = between(raw, "msg=audit(", ")");
    const std::string type = raw.substr(5, raw.find(' ') - 5);
    if (type == "EOE") continue;
    LoggedEvent& event = events[key];
    if (event.first_type.empty()) event.first_type = type;
    event.serial = std::stoull(key.substr(key.find(':') + 1));
    const std::string ses = between(raw, " ses=", " ");
    if (!ses.empty() && ses != "4294967295")
      event.ses = static_cast<std::uint32_t>(std::stoul(ses));
  }
  return events;
}

std::vector<RecorderExec> recorder_execs(const std::string& log) {
  std::vector<RecorderExec> found;
  for (const std::string& line : lines_of(log)) {
    // execve of x86-64, the machine of all captures.
    if (!line.starts_with("type=SYSCALL ") || between(line, " syscall=", " ") != "59") continue;
    if (between(line, " success=", " ") != "yes") continue;
    if (between(line, " exe=\"", "\"") != "/usr/bin/tlog-rec-session") continue;
    const std::string key = between(line, "msg=audit(", ")");
    const std::size_t dot = key.find('.');
    RecorderExec exec;
    exec.serial = std::stoull(key.substr(key.find(':') + 1));
    exec.time_ms = std::stoll(key.substr(0, dot)) * 1000 + std::stoll(key.substr(dot + 1, 3));
    exec.pid = std::stoll(between(line, " pid=", " "));
    exec.ses = static_cast<std::uint32_t>(std::stoul(between(line, " ses=", " ")));
    found.push_back(exec);
  }
  return found;
}

const rapidjson::Value* session_row(const Capture& capture, std::uint32_t ses) {
  for (const auto& row : capture.truth["sessions"].GetArray()) {
    if (number(row, "ses") == ses) return &row;
  }
  return nullptr;
}

}  // namespace auweave::support
