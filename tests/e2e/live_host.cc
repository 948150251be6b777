#include "live_host.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <future>
#include <thread>

#include "replay.h"
#include "support/json.h"
#include "support/program.h"

namespace auweave::e2e {
namespace {

using std::chrono::seconds;
using support::text;

bool has_closed(const std::vector<Told>& told, const Row& session) {
  const std::string id = GroundTruth::session_id(session);
  return std::any_of(told.begin(), told.end(), [&](const Told& each) {
    return text(each.document, "kind") == "session" && text(each.document, "session_id") == id &&
           text(each.document, "state") == "closed";
  });
}

}  // namespace

LiveHost::LiveHost(bool sshd_log) {
  const std::string config = folder.path("auweave.yaml");
  support::write_file(
      config, std::string("host: ") + kHost +
                  "\ninputs:\n  tlog: [{file: " + support::AuditHost::recordings() + "}]\n" +
                  (sshd_log ? "  sshd_log: {file: " + support::AuditHost::auth_log() + "}\n" : "") +
                  "  audit_log: " + folder.path("audit.log") + "\nstatus: {file: " +
                  folder.path("status.json") + "}\nsinks:\n  " + source->sink() + "\n");
  host = std::make_unique<support::AuditHost>(
      support::AuditHost::Plugin{support::auweave(), "plugin --config=" + config});
  std::filesystem::create_symlink(host->log(), folder.path("audit.log"));
}

GroundTruth LiveHost::act(const std::string& scene) {
  auto acting = std::async(std::launch::async, [&] { return host->act(scene); });
  const auto done = [&] { return acting.wait_for(seconds(0)) == std::future_status::ready; };
  watch.until(done, seconds(90));
  GroundTruth truth(acting.get());
  const auto all_closed = [&] {
    return std::all_of(truth.sessions.begin(), truth.sessions.end(),
                       [&](const Row& session) { return has_closed(watch.told(), session); });
  };
  EXPECT_TRUE(watch.until(all_closed, seconds(30))) << "not every logout was told";
  // Topics have no order among them.
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  watch.look();
  return truth;
}

}  // namespace auweave::e2e
