#include "story/story.h"

#include <gtest/gtest.h>

namespace auweave::story {
namespace {

base::WallTime at(std::int64_t s) { return base::WallTime::from_ms(1'795'243'250'000 + s * 1000); }

// A session told from the documents a weaver would make.
class Night {
 public:
  explicit Night(Filter filter = {}, View view = {})
      : story(std::move(filter), std::move(view), std::move(*base::SpillFile::create())) {}

  model::Stamp stamp(std::int64_t s) const {
    model::Stamp stamp;
    stamp.time = at(s);
    stamp.host = "h";
    stamp.session_id = "h:~1234567:3";
    stamp.actor = "alice";
    return stamp;
  }
  Night& session(std::int64_t s, std::string_view state) {
    model::SessionDocument document;
    document.stamp = stamp(s);
    document.state = state;
    document.ses = 3;
    if (state == "closed") document.closed = at(s);
    story.take(document);
    return *this;
  }
  Night& run(std::int64_t s, std::string_view program, std::string_view exe = "/usr/bin/x") {
    model::EventDocument event;
    event.stamp = stamp(s);
    event.category = "process";
    event.action = "executed";
    event.result = "success";
    event.argv = {&program, 1};
    event.command = program;
    event.exe = exe;
    event.effective_user = "alice";
    event.pid = 100 + s;
    event.ppid = 1;
    event.types = {"SYSCALL"};
    story.take(event);
    return *this;
  }
  // A user record of a program's PAM session.
  Night& opens_pam_session(std::int64_t s, std::string_view exe, std::string_view account) {
    model::EventDocument event;
    event.stamp = stamp(s);
    event.category = "session";
    event.result = "success";
    event.types = {"USER_START"};
    event.exe = exe;
    event.object = account;
    event.pid = 100 + s;
    story.take(event);
    return *this;
  }
  std::string told() {
    std::string text;
    EXPECT_TRUE(story
                    .finish([&](std::string_view piece) {
                      text += piece;
                      return true;
                    })
                    .ok());
    return text;
  }
  Story story;
};

// pam_selinux writes USER_ROLE_CHANGE at each login; newrole when somebody takes another role.
TEST(Story, WarnsOfARoleOnlyWhereOneChanged) {
  const auto warns = [](std::string_view action) {
    model::EventDocument event;
    Night night;
    night.session(0, "opened");
    event.stamp = night.stamp(1);
    event.category = "account";
    event.action = action;
    event.object = "staff_u:sysadm_r:sysadm_t";
    event.types = {"USER_ROLE_CHANGE"};
    night.story.take(event);
    return night.session(9, "closed").told().find("! ") != std::string::npos;
  };
  EXPECT_TRUE(warns("changed-role-to"));
  EXPECT_FALSE(warns("took-role-at-login"));
}

TEST(Story, TellsWhatASessionLeftRunning) {
  const std::string told =
      Night().session(0, "opened").run(1, "x").session(2, "closed").run(60, "evil").told();
  EXPECT_NE(told.find("what session h:~1234567:3 left running"), std::string::npos) << told;
  EXPECT_NE(told.find("> evil"), std::string::npos) << told;
}

// Whatever changed the user.
TEST(Story, OverviewTellsAsWhomASessionActed) {
  for (const std::string_view exe :
       {"/usr/bin/sudo", "/usr/bin/su", "/usr/bin/pkexec", "/usr/sbin/runuser", "/usr/bin/doas",
        "/usr/bin/sudo-rs", "/usr/lib/cargo/bin/sudo", "/usr/bin/sudo.ws"}) {
    View view;
    view.overview = true;
    const std::string told = Night({}, view)
                                 .session(0, "opened")
                                 .run(1, "x")
                                 .opens_pam_session(2, exe, "carol")
                                 .session(3, "closed")
                                 .told();
    EXPECT_NE(told.find("; as carol"), std::string::npos) << exe << "\n" << told;
  }
}

TEST(Story, BelievesNobodysOwnSudo) {
  View view;
  view.overview = true;
  const std::string told = Night({}, view)
                               .session(0, "opened")
                               .run(1, "x")
                               .opens_pam_session(2, "/home/eve/sudo", "carol")
                               .session(3, "closed")
                               .told();
  EXPECT_EQ(told.find("carol"), std::string::npos) << told;
}

TEST(Story, SaysNothingWhereNothingWasLeft) {
  Night night;
  night.session(0, "opened").run(1, "x").session(2, "closed");
  model::EventDocument event;  // sshd's last word
  event.stamp = night.stamp(30);
  event.category = "authentication";
  event.types = {"CRED_DISP"};
  night.story.take(event);
  model::TtyDocument chunk;
  chunk.stamp = night.stamp(31);
  night.story.take(chunk);
  const std::string told = night.told();
  EXPECT_EQ(told.find("left running"), std::string::npos) << told;
  EXPECT_NE(told.find("1 session, 1 program"), std::string::npos) << told;
}

TEST(Story, CountsChunksThatComeTooLate) {
  Night night;
  night.session(0, "opened").session(2, "closed");
  model::TtyDocument chunk;
  chunk.stamp = night.stamp(31);
  night.story.take(chunk);
  const std::string told = night.told();
  EXPECT_NE(told.find("1 chunk of recordings came after"), std::string::npos) << told;
}

TEST(Story, LooksAtTheTimeBeforeItCounts) {
  Filter filter;
  filter.since = at(10'000'000);
  Night night(filter);
  night.session(0, "opened");
  for (std::int64_t i = 0; i < 60'000; ++i) night.run(1 + i, "t" + std::to_string(i));
  const std::string told = night.run(10'000'001, "late").told();
  EXPECT_NE(told.find("> late"), std::string::npos) << told;
  EXPECT_EQ(told.find("left out"), std::string::npos) << told;
}

TEST(Story, SaysWhatReallyRan) {
  const std::string told = Night()
                               .session(0, "opened")
                               .run(1, "whoami", "/tmp/evil")
                               .run(2, "tlog-rec", "/tmp/tlog-rec")
                               .run(3, "a\x1B[2Jb", "/usr/bin/x")
                               .told();
  EXPECT_NE(told.find("> whoami   (exe /tmp/evil)"), std::string::npos) << told;
  EXPECT_NE(told.find("> tlog-rec   (exe /tmp/tlog-rec)"), std::string::npos) << told;
  EXPECT_NE(told.find("$'a\\x1B[2Jb'"), std::string::npos) << told;
  EXPECT_EQ(told.find('\x1B'), std::string::npos);
}

// htop asks for the maps of each process.
TEST(Story, CountsWhatOneProcessWasDeniedAsOneWarning) {
  Night night;
  night.session(0, "opened").run(1, "htop");
  for (std::int64_t i = 0; i < 90; ++i) {
    const std::string path = "/proc/" + std::to_string(i) + "/maps";
    model::EventDocument event;
    event.stamp = night.stamp(2);
    event.category = "file";
    event.action = "opened-file";
    event.result = "failure";
    event.error = "EACCES";
    event.syscall = "openat";
    event.object = path;
    event.pid = 101;
    event.types = {"SYSCALL"};
    night.story.take(event);
  }
  const std::string told = night.session(3, "closed").told();
  EXPECT_NE(told.find(", 1 warning,"), std::string::npos) << told;
}

TEST(Story, TellsWhoAttached) {
  const std::vector<std::string> guests = {"h:~1234567:4"}, hosts = {"h:~1234567:5"};
  Night night;
  model::SessionDocument document;
  document.stamp = night.stamp(0);
  document.state = "opened";
  document.attached_sessions = guests;
  document.attached_to = hosts;
  document.attached_inferred = true;
  document.queued_by_session = "h:~1234567:6";
  night.story.take(document);
  model::CommandDocument command;
  command.stamp = night.stamp(1);
  command.command_id = "c";
  command.command = "id";
  command.source = "exec";
  command.state = "closed";
  command.started = at(1);
  model::Executed executed;
  executed.argv = {"id"};
  executed.exe = "/usr/bin/id";
  executed.pid = 101;
  executed.started = at(1);
  command.executed = {&executed};
  command.attached_sessions = guests;
  command.after_close = true;
  night.story.take(command);
  const std::string told = night.run(1, "id").session(3, "closed").told();
  for (const char* row : {"runs what session h:~1234567:6 queued\n",
                          "! session h:~1234567:4 attached to a terminal of this one (inferred",
                          "! attached to a terminal of session h:~1234567:5 (inferred",
                          "[in a terminal server, session h:~1234567:4 attached, this"})
    EXPECT_NE(told.find(row), std::string::npos) << row << told;
}

}  // namespace
}  // namespace auweave::story
