#include "support/audit_host.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "support/program.h"

namespace auweave::support {
namespace {

std::string script() { return source_folder() + "/tests/support/audit-host"; }

// A file that may be gone at any time.
std::string read_if_there(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

Ran run_script(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), script());
  return run(arguments);
}

}  // namespace

std::string AuditHost::missing(const std::string& plugin_path) {
  if (!has_program("bash")) return "no bash in PATH";
  const Ran ran = run_script({"missing", "--plugin", "auweave=" + plugin_path});
  if (ran.status != 0) return "audit-host: " + ran.err;
  const auto lines = lines_of(ran.out);
  return lines.empty() ? "" : "no audit host here: " + lines.front();
}

AuditHost::AuditHost(const Plugin& plugin) {
  const Ran ran =
      run_script({"up", "--dir", folder_.path("host"), "--owner", std::to_string(::getpid()),
                  "--plugin", "auweave=" + plugin.path + ":" + plugin.arguments});
  if (ran.status != 0) throw std::runtime_error(ran.err);
}

AuditHost::~AuditHost() { run_script({"down", "--dir", folder_.path("host")}); }

std::string AuditHost::act(const std::string& scene) const {
  const std::string truth = folder_.path(scene + ".jsonl");
  const Ran ran = run_script({"act", "--dir", folder_.path("host"), scene, truth});
  if (ran.status != 0) throw std::runtime_error(ran.err);
  return read_file(truth);
}

std::string AuditHost::password() const {
  return lines_of(read_file(folder_.path("host/password"))).front();
}

pid_t AuditHost::auditd() const { return std::stoi(read_file(folder_.path("host/auditd.pid"))); }

std::vector<pid_t> AuditHost::plugins() const {
  std::vector<pid_t> found;
  std::error_code gone;
  // auditd starts them from one thread, and again from another.
  const std::string tasks = "/proc/" + std::to_string(auditd()) + "/task";
  for (const auto& task : std::filesystem::directory_iterator(tasks, gone)) {
    std::istringstream children(read_if_there(task.path() / "children"));
    for (pid_t child = 0; children >> child;) {
      if (is_alive(child)) found.push_back(child);
    }
  }
  return found;
}

bool is_alive(pid_t process) {
  const std::string stat = read_if_there("/proc/" + std::to_string(process) + "/stat");
  const std::size_t name_end = stat.rfind(") ");  // the name may hold anything
  return name_end != std::string::npos && stat[name_end + 2] != 'Z' && stat[name_end + 2] != 'X';
}

}  // namespace auweave::support
