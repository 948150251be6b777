#include "replay.h"

#include <algorithm>
#include <stdexcept>

#include "support/program.h"

namespace auweave::e2e {
namespace {

std::string mapping() { return support::source_folder() + "/mappings/flat.yaml"; }

}  // namespace

Replay::Replay(const std::string& name)
    : capture(support::load_capture(name)), tlog_path(folder.path("tlog.jsonl")) {
  support::write_file(tlog_path, capture.tlog);
}

std::vector<std::string> Replay::shaped() const {
  std::vector<std::string> argv = {support::auweave(),
                                   "shape",
                                   "--mapping",
                                   mapping(),
                                   "--accounts",
                                   "none",
                                   "--host",
                                   kHost,
                                   "--boot-id",
                                   capture.boot_id(),
                                   "--tlog",
                                   tlog_path,
                                   "-"};
  if (!sudo_io.empty()) argv.insert(argv.end(), {"--sudo-io", sudo_io});
  const support::Ran ran = support::run(argv, capture.plugin);
  if (ran.status != 0) throw std::runtime_error("shape: " + ran.err);
  return support::lines_of(ran.out);
}

std::string Replay::config(const std::vector<std::string>& sinks) const {
  std::string text = std::string("host: ") + kHost + "\nboot_id: " + capture.boot_id() +
                     "\naccounts: none\nmapping: " + mapping() + "\ninputs:\n  audit: stdin\n" +
                     (sudo_io.empty() ? "" : "  sudo_io: " + sudo_io + "\n") +
                     "  tlog:\n    - {file: " + tlog_path +
                     ", from: start}\nstatus: {file: " + folder.path("status.json") + "}\nsinks:\n";
  for (const std::string& sink : sinks) text += "  " + sink + "\n";
  return text;
}

std::string file_sink(const std::string& path) { return "- file: {path: " + path + "}"; }

std::vector<std::string> sorted(std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace auweave::e2e
