#include "weave/command_document.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace auweave::weave {
namespace {

using correlate::ProcessAction;

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(1'000'000 + ms); }

// A command of the execve 7, in a session whose LOGIN has the serial 5.
class Told {
 public:
  Told() {
    owner.session_key = "b/1000.000/5";
    owner.host = "b";
    command.id = correlate::CommandNumber::of_execve(7);
    command.started = at(0);
  }
  Told& runs(std::int64_t pid, const std::string& program, bool child_of_shell = true,
             bool failed = false) {
    ProcessAction action = made(pid);
    action.what = ProcessAction::What::executed;
    action.argv = {program};
    action.failed = failed;
    command.executes(action, child_of_shell);
    return *this;
  }
  Told& is_denied(std::int64_t pid) {
    ProcessAction action = made(pid);
    action.denied = true;
    command.does(action);
    return *this;
  }
  Told& is_judged(std::int64_t pid, bool refused) {
    command.judged(model::Pid{pid}, refused);
    return *this;
  }
  Told& exits(int status) {
    command.exit = status;
    return *this;
  }
  const model::CommandDocument& document() {
    scratch_ = {};
    emitted_ = {&owner, &command, correlate::PartState::closed, {}, disowned, attached};
    document_ = command_document(emitted_, scratch_);
    return document_;
  }
  // The result, and whether something was denied.
  std::string result() {
    const model::CommandDocument& told = document();
    return std::string(told.result) + (told.denied.has_value() ? " denied" : "");
  }

  correlate::Attached attached;
  correlate::CommandOwner owner;
  correlate::Command command;
  bool disowned = false;

 private:
  ProcessAction made(std::int64_t pid) {
    ProcessAction action;
    action.key = {1000, 0, ++serial_};
    action.pid = {pid};
    return action;
  }

  std::uint64_t serial_ = 6;
  CommandScratch scratch_;
  correlate::EmittedCommand emitted_;
  model::CommandDocument document_;
};

TEST(CommandDocument, SaysThatItsChunksAreDisowned) {
  Told told;
  told.command.shown_by(model::Voucher::recorder_ran, 1);
  EXPECT_TRUE(told.document().integrity.empty());
  told.disowned = true;
  EXPECT_EQ(told.document().integrity, model::Texts{"chunk-contradicted"});
  EXPECT_EQ(told.document().vouched_by, "");
}

TEST(CommandDocument, HasNoResultWhereNothingTellsIt) {
  EXPECT_EQ(Told().result(), "");
  EXPECT_EQ(Told().runs(20, "id").result(), "");
}

TEST(CommandDocument, HasTheResultOfItsExitStatus) {
  EXPECT_EQ(Told().runs(20, "id").exits(0).result(), "success");
  EXPECT_EQ(Told().runs(20, "id").exits(1).result(), "failure");
  EXPECT_EQ(Told().exits(127).result(), "failure");
  // The status is the shell's word: `sudo -n true || true` succeeds.
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(20, true).exits(0).result(), "success denied");
}

TEST(CommandDocument, FailsWhereItsOnlyProgramWasRefused) {
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(20, true).result(), "failure denied");
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(20, false).result(), "");
  // A wrong password, and then the right one.
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(20, true).is_judged(20, false).result(), "");
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(20, false).is_judged(20, true).result(),
            "failure denied");
  EXPECT_EQ(Told().runs(20, "sudo").is_judged(21, true).result(), "");  // another process
}

TEST(CommandDocument, FailsWhereItsOnlyProgramDidNotStart) {
  EXPECT_EQ(Told().runs(20, "x", true, true).result(), "failure");
  EXPECT_EQ(Told().runs(20, "x", true, true).runs(21, "y").result(), "");
  EXPECT_EQ(Told().runs(20, "x", true, true).runs(21, "y", false).result(), "");
}

TEST(CommandDocument, SaysThatAnyProgramWasDeniedButNotThatTheCommandFailed) {
  EXPECT_EQ(Told().runs(20, "cat").is_denied(20).result(), " denied");
  EXPECT_EQ(Told().runs(20, "make").runs(21, "sudo", false).is_judged(21, true).result(),
            " denied");
  EXPECT_EQ(Told().runs(20, "yes").runs(21, "sudo").is_judged(21, true).result(), " denied");
}

TEST(CommandDocument, IsVouchedForAsTheWeakestOfItsChunksIs) {
  Told told;
  EXPECT_EQ(told.document().vouched_by, "");
  told.command.shown_by(model::Voucher::journald, 1);
  EXPECT_EQ(told.document().vouched_by, "journald");
  told.command.shown_by(model::Voucher::recorder_ran, 1);
  EXPECT_EQ(told.document().vouched_by, "recorder-ran");
  told.command.shown_by(model::Voucher::own_file, 1);
  EXPECT_EQ(told.document().vouched_by, "recorder-ran");
  told.command.shown_by(model::Voucher::none, 1);
  EXPECT_EQ(told.document().vouched_by, "");
}

TEST(CommandDocument, IsNamedByItsSessionAndWhatBeganIt) {
  Told told;
  told.owner.host = "b 1";
  told.command.parent = correlate::CommandNumber::of_line({5, "rec", 3, 1});
  told.runs(20, "id");
  const model::CommandDocument& document = told.document();
  EXPECT_EQ(document.command_id, "b/1000.000/5/command/7");
  EXPECT_EQ(document.parent_command, "b/1000.000/5/command/50000003001");
  ASSERT_EQ(document.events.size(), 1U);
  EXPECT_EQ(document.events[0], "b%201/1000.000/7");
}

// Whoever does something after the end need not be where the session came from.
TEST(CommandDocument, HasNoAddressAfterTheEndOfItsSession) {
  Told told;
  told.owner.src_ip = "10.0.0.1";
  told.owner.src_port = 5000;
  told.command.started = base::WallTime::from_ms(2000);
  told.owner.closed = base::WallTime::from_ms(2000);
  EXPECT_EQ(told.document().stamp.src_ip, "10.0.0.1");
  EXPECT_FALSE(told.document().after_close.has_value());
  told.owner.closed = base::WallTime::from_ms(1999);
  EXPECT_EQ(told.document().stamp.src_ip, "");
  EXPECT_FALSE(told.document().stamp.src_port.has_value());
  EXPECT_EQ(told.document().after_close, true);
  // The recorder's clock may be ahead.
  told.command.typed = true;
  EXPECT_FALSE(told.document().after_close.has_value());
}

TEST(CommandDocument, HasItsAddressBelowATerminalServerWhereNobodyElseIs) {
  Told told;
  told.owner.session_id = "s";
  told.owner.src_ip = "10.0.0.1";
  told.command.terminal = 1;
  EXPECT_EQ(told.document().stamp.src_ip, "");
  told.attached.sessions = {"s"};
  EXPECT_EQ(told.document().stamp.src_ip, "10.0.0.1");
  told.attached.unsure = true;
  EXPECT_EQ(told.document().stamp.src_ip, "");
  told.attached.unsure = false;
  told.attached.inferred = true;
  EXPECT_EQ(told.document().stamp.src_ip, "");
  EXPECT_EQ(told.document().attached_inferred, true);
  told.attached = {{"s", "t"}, false, false};
  EXPECT_EQ(told.document().stamp.src_ip, "");
  EXPECT_EQ(told.document().attached_sessions.size(), 2U);
}

TEST(CommandDocument, HasThePersonOfItsSession) {
  Told told;
  told.owner.person = "Alice";
  EXPECT_EQ(told.document().stamp.person, "Alice");
  EXPECT_EQ(told.document().stamp.person_inferred, "");
  told.owner.person.clear();
  told.owner.person_inferred = "Alice";
  EXPECT_EQ(told.document().stamp.person, "");
  EXPECT_EQ(told.document().stamp.person_inferred, "Alice");
}

}  // namespace
}  // namespace auweave::weave
