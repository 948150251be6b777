// The disk of a plugin's spool is full: what is there is delivered and forgotten, what comes waits, and
// nothing stands still for ever.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>

#include "auditd_like.h"
#include "killed.h"
#include "replay.h"
#include "running.h"
#include "support/json.h"

namespace auweave::e2e {
namespace {

using testing::HasSubstr;

bool is_event(const std::string& json) { return json.starts_with("{\"kind\":\"event\""); }

// A disk of 40 MiB, 16 of them the reserve, and a file sink whose disk is full, too, at first.
TEST(FullDisk, LosesNothingThatFitsInMemoryToo) {
  if (support::run({"/usr/bin/unshare", "-m", "true"}).status != 0) {
    GTEST_SKIP() << "no mount namespace may be made here";
  }
  const Replay replay("30-load");
  const std::string state = replay.folder.path("state");
  const std::string config = replay.folder.path("auweave.yaml");
  const std::string out = replay.folder.path("out");
  std::filesystem::create_directory(state);
  support::write_file(config, replay.config({"- file: {queue: 1MiB, path: " + out + "}"}) +
                                  "spool: {folder: " + state + ", size: 64MiB}\n");
  // /dev/full takes nothing, as a disk that is full; a file takes its place later.
  std::filesystem::create_symlink("/dev/full", out);
  AuditdLike auditd({"/usr/bin/unshare", "-m", "/bin/sh", "-c",
                     "mount -t tmpfs -o size=40m,mode=700 tmpfs " + state + " && exec " +
                         support::auweave() + " plugin --config " + config},
                    replay.folder.path("audit.log"));
  const std::string log = replay.capture.plugin + beats(replay.capture.plugin);
  const auto fed = auditd.feed(log, 25'000);
  EXPECT_LT(fed.longest_wait.count(), 250'000);
  EXPECT_TRUE(soon([&] {
    return auditd.plugin().said().find("database or disk is full (writing)") != std::string::npos;
  }));
  std::filesystem::remove(out);
  EXPECT_TRUE(soon([&] {
    const auto now = support::parse(support::read_file(replay.folder.path("status.json")));
    return now["records"]["waiting_bytes"].GetInt64() == 0 &&
           now["spool"]["waiting"].GetInt64() == 0 && now["sinks"][0]["waiting"].GetInt64() == 0;
  }));
  const auto ran = auditd.stop();
  ASSERT_TRUE(ran.has_value());
  EXPECT_THAT(ran->err, HasSubstr("works again"));
  const auto written = support::lines_of(support::read_file(out));
  EXPECT_EQ(static_cast<std::size_t>(std::count_if(written.begin(), written.end(), is_event)),
            events_in(log));
}

}  // namespace
}  // namespace auweave::e2e
