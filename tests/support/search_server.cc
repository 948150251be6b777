#include "support/search_server.h"

#include <unistd.h>

#include <stdexcept>

#include "support/json.h"
#include "support/ports.h"

namespace auweave::support {
namespace {

constexpr int kTries = 3;

std::string script_path() { return source_folder() + "/tests/support/search-server"; }

std::string look_for_missing() {
  if (!has_program("bash")) return "no bash in PATH";
  const Ran installed = run({"timeout", "300", script_path(), "install"});
  const auto said = lines_of(installed.err);
  return installed.status == 0 ? ""
                               : "no OpenSearch to test with: " + (said.empty() ? "" : said.back());
}

}  // namespace

std::string SearchServer::missing() {
  static const std::string reason = look_for_missing();
  return reason;
}

SearchServer::SearchServer() {
  Ran ran;
  // Somebody else may take the ports before the server does.
  for (int i = 0; i < kTries && ran.status != 0; ++i) {
    port_ = free_ports(2);
    ran = script("start");
  }
  if (ran.status != 0) throw std::runtime_error("no search server: " + ran.err);
}

SearchServer::~SearchServer() { stop(); }

Ran SearchServer::script(const std::string& verb) const {
  return run({script_path(), verb, "--data", folder_.path("search"), "--port",
              std::to_string(port_), "--owner", std::to_string(::getpid())});
}

void SearchServer::start() {
  const Ran ran = script("start");
  if (ran.status != 0) throw std::runtime_error("search server: " + ran.err);
}

void SearchServer::stop() { static_cast<void>(script("stop")); }

rapidjson::Document SearchServer::ask(const std::string& method, const std::string& path,
                                      const std::string& body) const {
  std::vector<std::string> command = {"curl", "-sS", "--fail-with-body", "-X", method};
  if (!body.empty()) {
    command.insert(command.end(), {"-H", "content-type: application/json", "--data-binary", "@-"});
  }
  command.push_back("http://127.0.0.1:" + std::to_string(port_) + "/" + path);
  const Ran ran = run(command, body);
  if (ran.status != 0) throw std::runtime_error(method + " " + path + ": " + ran.err + ran.out);
  return parse(ran.out);
}

}  // namespace auweave::support
