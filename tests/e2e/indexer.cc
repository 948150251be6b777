#include "indexer.h"

#include <csignal>
#include <filesystem>
#include <stdexcept>

#include "support/program.h"

namespace auweave::e2e {
namespace {

// Where Debian has it, which is not in everybody's PATH.
constexpr const char* kRsyslogd = "/usr/sbin/rsyslogd";

std::string config_text() {
  return support::read_file(support::source_folder() + "/siem/rsyslog/auweave.conf");
}

// Throws when it is not there: the configuration was changed, and this was not.
void replace_all(std::string& text, const std::string& what, const std::string& with) {
  std::size_t at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("no " + what + " in the configuration");
  for (; at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
}

std::string look_for_missing() {
  const support::Ran ran = support::run({kRsyslogd, "-v"});
  if (ran.status != 0) return "no rsyslogd (Debian: rsyslog)";
  const support::TemporaryFolder folder;
  for (const std::string module : {"imkafka", "omelasticsearch", "mmjsonparse"}) {
    const std::string path = folder.path(module);
    support::write_file(
        path, "module(load=\"" + module + "\")\naction(type=\"omfile\" file=\"/dev/null\")\n");
    if (support::run({kRsyslogd, "-N1", "-f", path}).status != 0)
      return "rsyslogd has no " + module + " (Debian: rsyslog-kafka rsyslog-elasticsearch)";
  }
  return "";
}

}  // namespace

std::string Indexer::missing() {
  static const std::string reason = look_for_missing();
  return reason;
}

Indexer::Indexer(const std::string& broker, int search_port, const std::string& group) {
  std::string text = config_text();
  replace_all(text, "/var/lib/auweave-search", folder_.path("work"));
  replace_all(text, "/var/log/auweave-search", folder_.path("aside"));
  replace_all(text, "127.0.0.1:9092", broker);
  replace_all(text, "serverport=\"9200\"", "serverport=\"" + std::to_string(search_port) + "\"");
  replace_all(text, "consumerGroup=\"auweave-search\"", "consumerGroup=\"" + group + "\"");
  std::filesystem::create_directory(folder_.path("work"));
  std::filesystem::create_directory(folder_.path("aside"));
  support::write_file(folder_.path("rsyslog.conf"), text);
  start();
}

void Indexer::start() {
  rsyslogd_ = std::make_unique<LiveProgram>(std::vector<std::string>{
      kRsyslogd, "-n", "-f", folder_.path("rsyslog.conf"), "-i", folder_.path("pid")});
}

std::string Indexer::end() {
  rsyslogd_->signal(SIGTERM);
  const auto ran = rsyslogd_->wait(60'000);
  if (!ran.has_value()) return "it did not end";
  return ran->status == 0 ? ran->err : "status " + std::to_string(ran->status) + ": " + ran->err;
}

void Indexer::kill() {
  rsyslogd_->signal(SIGKILL);
  static_cast<void>(rsyslogd_->wait());
}

std::vector<std::string> Indexer::aside(const std::string& name) const {
  const std::string path = folder_.path("aside/" + name + ".jsonl");
  if (!std::filesystem::exists(path)) return {};
  return support::lines_of(support::read_file(path));
}

}  // namespace auweave::e2e
