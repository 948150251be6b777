#include "connect_worker.h"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <stdexcept>

#include "running.h"
#include "support/broker.h"
#include "support/json.h"
#include "support/ports.h"

namespace auweave::e2e {
namespace {

using support::lines_of;
using support::run;

constexpr const char* kFile = "/var/log/auweave-connect/documents.jsonl";

std::string kit(const std::string& name) {
  return support::source_folder() + "/siem/kafka-connect/" + name;
}

support::Ran install() {
  return run({"timeout", "300", support::source_folder() + "/tests/support/kafka-broker",
              "install-connect"});
}

// Throws when it is not there: the file was changed, and this was not.
std::string replaced(std::string text, const std::string& what, const std::string& with) {
  const std::size_t at = text.find(what);
  if (at == std::string::npos) throw std::runtime_error("no " + what + " in the properties");
  return text.replace(at, what.size(), with);
}

std::string look_for_missing() {
  const std::string broker = support::Broker::missing();
  if (!broker.empty()) return broker;
  if (!support::has_program("curl")) return "no curl in PATH";
  const auto installed = install();
  return installed.status == 0 ? ""
                               : "no Kafka Connect to test with: " + lines_of(installed.err).back();
}

}  // namespace

std::string ConnectWorker::missing() {
  static const std::string reason = look_for_missing();
  return reason;
}

ConnectWorker::ConnectWorker(const std::string& broker, const std::string& file)
    : file_(file.empty() ? folder_.path("documents.jsonl") : file),
      address_("127.0.0.1:" + std::to_string(support::free_ports(1))) {
  const std::string jars = lines_of(install().out).at(0);
  std::string worker = support::read_file(kit("worker.properties"));
  worker = replaced(worker, "127.0.0.1:9092", broker);
  worker = replaced(worker, "127.0.0.1:8083", address_);
  worker = replaced(worker, "/opt/kafka/libs", jars + "/plugins");
  worker = replaced(worker, "/var/lib/auweave-connect", folder_.path("."));
  support::write_file(folder_.path("worker.properties"), worker);
  support::write_file(folder_.path("auweave-file.properties"),
                      replaced(support::read_file(kit("auweave-file.properties")), kFile, file_));
  // What connect-standalone.sh would call.
  support::write_file(folder_.path("log.properties"),
                      "log4j.rootLogger=WARN, err\n"
                      "log4j.appender.err=org.apache.log4j.ConsoleAppender\n"
                      "log4j.appender.err.target=System.err\n"
                      "log4j.appender.err.layout=org.apache.log4j.SimpleLayout\n");
  program_ = "java -Xmx256m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j.configuration=file:" +
             folder_.path("log.properties") + " -cp " + jars +
             "/* org.apache.kafka.connect.cli.ConnectStandalone";
  start();
}

void ConnectWorker::start() {
  worker_ = std::make_unique<LiveProgram>(std::vector<std::string>{
      "/usr/bin/env", "CONNECT_STANDALONE=" + program_, kit("start.sh"),
      folder_.path("worker.properties"), folder_.path("auweave-file.properties")});
  const auto works = [&] {
    const auto ran = ask("GET", "/connectors/auweave-file/tasks/0/status");
    return ran.status == 0 && support::text(support::parse(ran.out), "state") == "RUNNING";
  };
  EXPECT_TRUE(soon(works) || soon(works)) << said();
}

bool ConnectWorker::end() {
  worker_->signal(SIGTERM);
  return worker_->wait(60'000).has_value();
}

void ConnectWorker::kill() {
  worker_->signal(SIGKILL);
  static_cast<void>(worker_->wait());
}

void ConnectWorker::pause() const { worker_->signal(SIGSTOP); }
void ConnectWorker::resume() const { worker_->signal(SIGCONT); }

void ConnectWorker::restart_task() const {
  EXPECT_EQ(ask("POST", "/connectors/auweave-file/tasks/0/restart").status, 0);
}

std::vector<std::string> ConnectWorker::lines() const {
  return std::filesystem::exists(file_) ? lines_of(support::read_file(file_))
                                        : std::vector<std::string>{};
}

std::int64_t ConnectWorker::committed() const {
  const auto ran = ask("GET", "/connectors/auweave-file/offsets");
  if (ran.status != 0) return 0;
  std::int64_t sum = 0;
  const auto answer = support::parse(ran.out);
  for (const auto& each : answer["offsets"].GetArray())
    sum += each["offset"]["kafka_offset"].GetInt64();
  return sum;
}

support::Ran ConnectWorker::ask(const std::string& method, const std::string& path) const {
  return run({"curl", "-sS", "--fail", "-X", method, "http://" + address_ + path});
}

}  // namespace auweave::e2e
