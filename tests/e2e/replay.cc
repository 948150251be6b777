#include "replay.h"

#include <unistd.h>

#include <algorithm>
#include <stdexcept>

#include "support/program.h"

namespace auweave::e2e {
namespace {

std::string mapping(const std::string& preset) {
  return support::source_folder() + "/mappings/" + preset + ".yaml";
}

}  // namespace

Replay::Replay(const std::string& name)
    : capture(support::load_capture(name)), tlog_path(folder.path("tlog.jsonl")) {
  support::write_file(tlog_path, capture.tlog);
}

std::vector<std::string> Replay::shaped(const std::string& preset) const {
  std::vector<std::string> command = {
      support::auweave(), "shape", "--mapping", mapping(preset),  "--accounts", "none",
      "--host",           kHost,   "--boot-id", capture.boot_id()};
  const bool files = journal.empty();
  command.insert(command.end(), {files ? "--tlog" : "--journal", files ? tlog_path : journal});
  // Where the plugin runs as root, the files of these tests are ones that only root may write.
  if (::geteuid() == 0) command.emplace_back("--trust-file");
  if (!sshd_path.empty()) command.insert(command.end(), {"--sshd-log", sshd_path});
  if (!sudo_io.empty()) command.insert(command.end(), {"--sudo-io", sudo_io});
  if (flood_limit != 0)
    command.insert(command.end(), {"--flood-limit", std::to_string(flood_limit)});
  command.emplace_back("-");
  const support::Ran ran = support::run(command, capture.plugin);
  if (ran.status != 0) throw std::runtime_error("shape: " + ran.err);
  return support::lines_of(ran.out);
}

std::string Replay::config(const std::vector<std::string>& sinks,
                           const std::string& audit_log) const {
  const std::string tlog = journal.empty() ? "file: " + tlog_path : "journal: " + journal;
  const std::string sshd = journal.empty() ? "file: " + sshd_path : "journal: " + journal;
  const bool no_sshd = sshd_path.empty() && journal.empty();
  std::string text =
      std::string("host: ") + kHost + "\nboot_id: " + capture.boot_id() +
      "\naccounts: none\nmapping: " + mapping("flat") +
      (flood_limit == 0 ? "" : "\nflood_limit: " + std::to_string(flood_limit / 1024) + "KiB") +
      "\ninputs:\n  audit: stdin\n  tlog:\n    - {" + tlog + ", from: start}\n" +
      (sudo_io.empty() ? "" : "  sudo_io: " + sudo_io + "\n") +
      (no_sshd ? "" : "  sshd_log: {" + sshd + ", from: start}\n") +
      (audit_log.empty() ? "" : "  audit_log: " + audit_log + "\n") +
      "status: {file: " + folder.path("status.json") + "}\nsinks:\n";
  for (const std::string& sink : sinks) text += "  " + sink + "\n";
  return text;
}

std::string file_sink(const std::string& path) { return "- file: {path: " + path + "}"; }

bool is_of_own_life(const std::string& document) {
  return document.find("\"what\":\"started\"") != std::string::npos ||
         document.find("\"what\":\"stopped\"") != std::string::npos;
}

std::vector<std::string> sorted(std::vector<std::string> documents) {
  std::erase_if(documents, is_of_own_life);
  std::sort(documents.begin(), documents.end());
  return documents;
}

}  // namespace auweave::e2e
