#include "session/must_record.h"

#include <gtest/gtest.h>

#include "session/table.h"

namespace auweave::session {
namespace {

const MustRecord kMust = {{"alice", "1007"}, {"admins"}, {"sshd"}};

Session interactive() {
  Session session;
  session.actor = "alice";
  session.auid = model::Uid{1001};
  session.opened = base::WallTime::from_ms(1000);
  session.closed = base::WallTime::from_ms(9000);
  session.service = "sshd";
  session.tty = "pts/2";
  session.has_shell = true;
  return session;
}

Recording recording(const char* source, std::int64_t chunk_ms) {
  Recording made;
  made.source = source;
  made.rec = "r";
  if (chunk_ms > 0) made.count(base::WallTime::from_ms(chunk_ms), 1, model::Voucher::recorder_ran);
  return made;
}

TEST(MustRecord, JudgesByTheSessionsOwnEvidence) {
  struct Row {
    const char* what;
    bool told;
    void (*change)(Session&);
    bool read = true;
  };
  const Row rows[] = {
      {"as it is", true, [](Session&) {}},
      {"another account", false, [](Session& s) { s.actor = "bob"; }},
      {"by number", true, [](Session& s) { s.actor = "eve", s.auid = model::Uid{1007}; }},
      {"a number for a name", true, [](Session& s) { s.actor = "1007", s.auid.reset(); }},
      {"by group", true,
       [](Session& s) {
         s.actor = "bob", s.actor_groups = {"bob", "admins"};
       }},
      {"of other groups", false, [](Session& s) { s.actor = "bob", s.actor_groups = {"admin"}; }},
      {"another service", false, [](Session& s) { s.service = "gdm-session-worker"; }},
      {"an unknown service", false, [](Session& s) { s.service = ""; }},
      {"LOGIN not seen", false, [](Session& s) { s.opened.reset(); }},
      {"no terminal (scp, sftp)", false, [](Session& s) { s.tty = ""; }},
      {"no shell (ssh -t host top)", false, [](Session& s) { s.has_shell = false; }},
      {"recorded", false, [](Session& s) { s.recordings.enter_other(recording("tlog", 5000)); }},
      {"recorded by script", false,
       [](Session& s) { s.recordings.enter_other(recording("script", 5000)); }},
      {"only a command of it recorded", true,
       [](Session& s) { s.recordings.enter_other(recording("sudo", 5000)); }},
      {"a recorder without a chunk", true,
       [](Session& s) {
         s.recorder_ran = true;
         s.recordings.start(model::Pid{9}, std::nullopt, 100, base::WallTime::from_ms(2000));
       }},
      {"a recorder, and its recordings are not here", false,
       [](Session& s) {
         s.recorder_ran = true;
         s.recordings.start(model::Pid{9}, std::nullopt, 100, base::WallTime::from_ms(2000));
       },
       false},
      {"no recorder, and recordings are not here", true, [](Session&) {}, false},
      {"chunks of after its end only", true,
       [](Session& s) { s.recordings.enter_other(recording("tlog", 90'000)); }},
      {"a recording of before the start", false,
       [](Session& s) {
         s.recordings.start(model::Pid{9}, std::nullopt, 100, base::WallTime::from_ms(2000));
         s.recordings.begin_after_them();
       }},
  };
  for (const Row& row : rows) {
    Session session = interactive();
    row.change(session);
    EXPECT_EQ(is_not_recorded(session, kMust, row.read), row.told) << row.what;
  }
  EXPECT_FALSE(is_not_recorded(interactive(), {}, true)) << "nobody is named";
}

TEST(MustRecord, LearnsOfShellsAndRecordersFromExecs) {
  using Argv = std::vector<std::string_view>;
  struct Row {
    const char* exe;
    Argv argv;
    const char* tty;
    bool shell, recorder;
  };
  const Row rows[] = {
      {"/usr/bin/bash", {"-bash"}, "pts/2", true, false},
      {"/usr/bin/bash", {"bash", "-c", "top"}, "pts/2", false, false},
      {"/usr/bin/dash", {"sh", "/etc/update-motd.d/10-uname"}, "pts/2", false, false},
      {"/usr/bin/bash", {"-bash"}, "", false, false},
      {"/usr/bin/bash", {}, "pts/2", false, false},  // an argument is missing
      {"/usr/bin/busybox", {"-sh"}, "ttyS0", true, false},
      {"/usr/bin/zsh-5.9", {"-zsh"}, "tty1", true, false},
      {"/usr/bin/psql", {"psql"}, "pts/2", false, false},
      {"/usr/bin/tlog-rec-session", {"-tlog-rec-session"}, "pts/2", false, true},
      {"/usr/bin/script", {"script", "x"}, "pts/2", false, true},
      {"/home/alice/script", {"script"}, "pts/2", false, false},
      {"/usr/bin/rsync", {"rsync", "--server"}, "", false, false},
  };
  for (const Row& row : rows) {
    Session session;
    model::EventFacts facts;
    facts.exe = row.exe;
    facts.argv = row.argv;
    facts.tty = row.tty;
    session.note_program(base::WallTime::from_ms(5), facts);
    EXPECT_FALSE(session.first_exec.has_value()) << "nothing was executed";
    facts.executed = true;
    session.note_program(base::WallTime::from_ms(7), facts);
    model::EventFacts later;
    later.executed = true;
    session.note_program(base::WallTime::from_ms(8), later);
    EXPECT_EQ(session.first_exec, base::WallTime::from_ms(7));
    EXPECT_EQ(session.has_shell, row.shell) << row.exe;
    EXPECT_EQ(session.recorder_ran, row.recorder) << row.exe;
  }
}

}  // namespace
}  // namespace auweave::session
