#include "weave/writer_check.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace auweave::weave {
namespace {

constexpr const char* kBoot = "b27a07e8-2369-4d33-b1e5-af691b3ff37d";
constexpr const char* kRecorder = "/usr/bin/tlog-rec-session";
constexpr model::Ses kSes{3};

model::TtyChunk chunk_of_recorder() {
  model::TtyChunk chunk;
  chunk.source = "tlog";
  chunk.key = model::RecordingKey{kBoot, model::Pid{20}, 1};
  chunk.ses = kSes;
  return chunk;
}

model::JournalEntry entry_by(std::optional<model::Ses> ses, const std::string& exe) {
  model::JournalEntry entry;
  entry.boot_id = kBoot;
  entry.writer.pid = model::Pid{20};
  entry.writer.uid = model::Uid{1001};
  entry.writer.ses = ses;
  entry.writer.exe = exe;
  return entry;
}

TEST(WriterOf, IsTheRecorderWhereSessionAndProgramAreKnown) {
  for (const char* exe : {kRecorder, "/usr/bin/tlog-rec", "/usr/local/bin/tlog-rec-session"})
    EXPECT_EQ(writer_of(entry_by(kSes, exe)), model::Writer::recorder) << exe;
}

// journald reads both from /proc when the entry has arrived, perhaps too late.
TEST(WriterOf, IsThePidWhereSessionOrProgramIsUnknown) {
  EXPECT_EQ(writer_of(entry_by(std::nullopt, kRecorder)), model::Writer::recorder_pid);
  EXPECT_EQ(writer_of(entry_by(kSes, "")), model::Writer::recorder_pid);
  EXPECT_EQ(writer_of(entry_by(std::nullopt, "")), model::Writer::recorder_pid);
}

TEST(WriterOf, IsThePidWhereAnybodyCouldPutTheProgram) {
  for (const char* exe : {"/tmp/tlog-rec-session", "/home/a/bin/tlog-rec", "tlog-rec-session"})
    EXPECT_EQ(writer_of(entry_by(kSes, exe)), model::Writer::recorder_pid) << exe;
}

TEST(Disowned, IsNoChunkThatNoFactContradicts) {
  EXPECT_EQ(disowned(chunk_of_recorder(), entry_by(kSes, kRecorder)), "");
  EXPECT_EQ(disowned(chunk_of_recorder(), entry_by(std::nullopt, "")), "");
}

TEST(Disowned, IsAChunkThatAnyFactContradicts) {
  const model::TtyChunk chunk = chunk_of_recorder();
  EXPECT_EQ(disowned(chunk, entry_by(model::Ses{4}, kRecorder)),
            "journald says that a process of another session wrote it (pid 20, uid 1001, "
            "session 4, /usr/bin/tlog-rec-session)");
  EXPECT_EQ(disowned(chunk, entry_by(kSes, "/tmp/tlog-rec-session")),
            "journald says that another program wrote it (pid 20, uid 1001, session 3, "
            "/tmp/tlog-rec-session)");
  model::JournalEntry entry = entry_by(kSes, kRecorder);
  entry.boot_id = "00000000-0000-0000-0000-000000000000";
  EXPECT_NE(disowned(chunk, entry).find("a process of another boot"), std::string::npos);
  entry = entry_by(kSes, kRecorder);
  entry.writer.pid = model::Pid{21};
  EXPECT_NE(disowned(chunk, entry).find("another process"), std::string::npos);
  entry.writer.pid.reset();
  EXPECT_NE(disowned(chunk, entry).find("(no pid, "), std::string::npos);
}

}  // namespace
}  // namespace auweave::weave
