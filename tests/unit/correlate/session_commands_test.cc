// Commands of one session, as op tables: what was executed and shown, and when; and what is told.
#include "correlate/session_commands.h"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

namespace auweave::correlate {
namespace {

constexpr const char* kPrompt = "\x1B[?2004ha@h:~$ ";
constexpr const char* kRoot = "\x1B[?2004hroot@h:~# ";
constexpr const char* kEnter = "\r\n\x1B[?2004l\r";

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

std::vector<std::string> words(const std::string& command) {
  std::vector<std::string> found;
  for (std::size_t from = 0; from <= command.size();) {
    const std::size_t end = std::min(command.find(' ', from), command.size());
    found.push_back(command.substr(from, end - from));
    from = end + 1;
  }
  return found;
}

// A session that is recorded by the recorder 10, whose shell is 11.
class Session {
 public:
  Session() {
    enter(1);
    serial_ = 0;
  }

  Session& exec(std::int64_t ms, std::int64_t pid, std::int64_t parent,
                const std::string& command) {
    ProcessAction action = made(ms, pid);
    action.what = ProcessAction::What::executed;
    action.ppid = model::Pid{parent};
    action.argv = words(command);
    std::string program = action.argv.front();
    if (program.starts_with('-')) program.erase(0, 1);
    action.exe = "/usr/bin/" + program;
    action.recorder = program == "tlog-rec-session";
    action.effective_user = "u" + std::to_string(parent);
    action.caller = "caller";
    commands.add(action);
    return *this;
  }
  // sudo's or su's own record, of its process `pid`.
  Session& judge(std::int64_t ms, std::int64_t pid, ProcessAction::What what) {
    ProcessAction action = made(ms, pid);
    action.what = what;
    commands.add(action);
    return *this;
  }
  Session& deny(std::int64_t ms, std::int64_t pid) {
    ProcessAction action = made(ms, pid);
    action.denied = true;
    commands.add(action);
    return *this;
  }
  Session& connect(std::int64_t ms, std::int64_t pid, const std::string& peer) {
    ProcessAction action = made(ms, pid);
    action.what = ProcessAction::What::connected;
    action.text = peer;
    commands.add(action);
    return *this;
  }
  Session& write(std::int64_t ms, std::int64_t pid, const std::string& path) {
    ProcessAction action = made(ms, pid);
    action.what = ProcessAction::What::wrote;
    action.text = path;
    commands.add(action);
    return *this;
  }
  Session& enter(std::int64_t pid) {
    ProcessAction action = made(0, pid);
    action.what = ProcessAction::What::entered;
    commands.add(action);
    return *this;
  }
  // The recording of serial 1: the recorder of begin().
  Session& show(std::int64_t ms, const std::string& bytes, std::uint64_t serial = 1,
                std::vector<std::uint64_t> around = {}, bool terminal = true) {
    model::TtyChunk chunk;
    chunk.rec = "rec" + std::to_string(serial);
    chunk.number = ++number_;
    chunk.time = at(ms);
    chunk.output = bytes;
    if (terminal) chunk.pieces.push_back({0, 0, 80, 24});
    chunk.pieces.push_back({0, bytes.size(), 0, 0});
    commands.add(chunk, model::Voucher::recorder_ran,
                 {"s/" + std::to_string(serial), chunk.rec, serial, at(1000), std::move(around)});
    return *this;
  }
  Session& begin() {
    return exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-bash").show(1100, kPrompt);
  }
  // Typed at `ms`, with what it shows and the next prompt 100 ms later.
  Session& type(std::int64_t ms, const std::string& line, const std::string& output = "",
                const char* prompt = kPrompt) {
    return show(ms, line + kEnter).show(ms + 100, output + prompt);
  }

  std::string told() {
    commands.finish();
    for (const auto& [id, name] : names_) {
      const std::string number = "#" + id.text() + "#";
      for (std::size_t at; (at = told_.find(number)) != std::string::npos;)
        told_.replace(at, number.size(), name);
    }
    return told_;
  }
  std::string so_far(std::int64_t ms) {
    commands.advance(at(ms));
    return told_;
  }

  bool told_users = false;
  SessionCommands commands{
      [this](const Command& command, PartState state) { tell(command, state); }};

 private:
  ProcessAction made(std::int64_t ms, std::int64_t pid) {
    ProcessAction action;
    action.key = {at(ms).ms() / 1000, static_cast<std::uint32_t>(at(ms).ms() % 1000), ++serial_};
    action.pid = {pid};
    return action;
  }
  void tell(const Command& command, PartState state) {
    std::string text = command.typed ? command.line : "(" + command.line + ")";
    for (const auto* list : {&command.own, &command.inner}) {
      text += list == &command.own ? " :" : " ;";
      for (const model::Executed& each : *list)
        text += " " + each.argv.front() + (each.refused ? "!" : "");
    }
    text += " x" + std::to_string(command.executed);
    if (!command.output.empty()) text += " '" + command.output + "'";
    if (command.where != Where::local) text += command.where == Where::remote ? " remote" : " repl";
    if (!command.target.empty()) text += " ->" + command.target;
    if (command.parent.has_value()) text += " in:#" + command.parent->text() + "#";
    for (const std::string& each : command.connections) text += " to:" + each;
    for (const std::string& each : command.files) text += " wrote:" + each;
    if (command.exit.has_value()) text += " exit:" + std::to_string(*command.exit);
    if (const auto succeeded = command.succeeded()) text += *succeeded ? " ok" : " failed";
    if (command.denied) text += " denied";
    if (told_users) text += " as:" + command.user;
    if (command.full_screen) text += " full";
    if (command.binary > 0) text += " binary:" + std::to_string(command.binary);
    if (state != PartState::closed) text += state == PartState::open ? " [open]" : " [more]";
    names_[command.id] = command.line;
    told_ += text + "\n";
  }

  std::uint64_t serial_ = 0;
  std::uint64_t number_ = 0;
  std::map<CommandNumber, std::string> names_;
  std::string told_;
};

constexpr const char* kLogin = "(-tlog-rec-session) : -tlog-rec-session ; -bash x2\n";

TEST(SessionCommands, FoldPipelinesAndTrees) {
  Session session;
  session.begin().type(2000, "make | tee log", "done\r\n");
  session.exec(2002, 20, 11, "make").exec(2003, 21, 11, "tee log").exec(2010, 22, 20, "sh -c cc");
  session.exec(2011, 23, 22, "cc x.c");
  EXPECT_EQ(session.told(), std::string(kLogin) + "make | tee log : make tee ; sh cc x4 'done'\n");
}

TEST(SessionCommands, CountBuiltins) {
  Session session;
  session.begin().type(2000, "cd /tmp").type(3000, "echo hi", "hi\r\n").type(4000, "");
  EXPECT_EQ(session.told(), std::string(kLogin) + "cd /tmp : ; x0\necho hi : ; x0 'hi'\n");
}

TEST(SessionCommands, TakeWhatWasExecutedALittleBeforeEnterWasSeen) {
  Session session;
  session.begin().type(2000, "id", "0\r\n").type(2200, "date");
  session.exec(1960, 20, 11, "id").exec(2170, 21, 11, "date");
  EXPECT_EQ(session.told(), std::string(kLogin) + "id : id ; x1 '0'\ndate : date ; x1\n");
}

TEST(SessionCommands, DoNotTakeWhatWasExecutedBehindAPrompt) {
  Session session;
  // Completion runs programs too.
  session.begin().type(2000, "id").exec(2001, 20, 11, "id").exec(2500, 21, 11, "complete");
  session.type(3000, "date").exec(3001, 22, 11, "date");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "id : id ; x1\n(complete) : complete ; x1\ndate : date ; x1\n");
}

TEST(SessionCommands, KnowWhoseShellALineWasTypedAt) {
  Session session;
  session.begin().type(2000, "su", "Password: \r\n", kRoot);
  session.exec(2001, 20, 11, "su").exec(2050, 21, 20, "bash");
  session.type(3000, "id", "0\r\n", kRoot).exec(3001, 22, 21, "id");
  session.type(4000, "exit", "exit\r\n").type(5000, "id", "1\r\n").exec(5001, 23, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "id : id ; x1 '0' in:su\n"
                                "exit : ; x0 'exit' in:su\n"
                                "su : su ; bash x2 'Password:'\n"
                                "id : id ; x1 '1'\n");
}

TEST(SessionCommands, TellLinesOfAnotherHostApart) {
  Session session;
  session.begin().type(2000, "ssh -p 22 t", "", "\x1B[?2004ha@t:~$ ");
  session.exec(2001, 20, 11, "ssh -p 22 t").connect(2005, 20, "10.0.0.1:22");
  session.type(3000, "id", "1\r\n", "\x1B[?2004ha@t:~$ ").type(4000, "exit", "logout\r\n");
  session.type(5000, "id", "1\r\n").exec(5001, 21, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "id : ; x0 '1' remote ->t:22/ssh in:ssh -p 22 t\n"
                                "exit : ; x0 'logout' remote ->t:22/ssh in:ssh -p 22 t\n"
                                "ssh -p 22 t : ssh ; x1 ->t:22/ssh to:10.0.0.1:22\n"
                                "id : id ; x1 '1'\n");
}

TEST(SessionCommands, TakeBackARemoteLineThatThisHostExecutedSomethingFor) {
  Session session;
  // The prompt changed for another reason.
  session.begin().type(2000, "ssh t", "refused\r\n", "\x1B[?2004hnew> ");
  session.exec(2001, 20, 11, "ssh t");
  session.type(3000, "id", "1\r\n", "\x1B[?2004hnew> ").exec(3001, 21, 11, "id");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "ssh t : ssh ; x1 'refused' ->t/ssh\nid : id ; x1 '1'\n");
}

TEST(SessionCommands, TellLinesOfAProgramApart) {
  Session session;
  session.begin().type(2000, "psql", "", "\x1B[?2004hpostgres=# ").exec(2001, 20, 11, "psql");
  session.type(3000, "\\q").type(4000, "id").exec(4001, 21, 11, "id");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "\\q : ; x0 repl in:psql\npsql : psql ; x1\nid : id ; x1\n");
}

TEST(SessionCommands, KeepAShellThatReadsAPipeInItsLine) {
  Session session;
  session.begin().type(2000, "curl x | bash", "1\r\n");
  session.exec(2001, 20, 11, "curl x").exec(2001, 21, 11, "bash").exec(2050, 22, 21, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) + "curl x | bash : curl bash id ; x3 '1'\n");
}

TEST(SessionCommands, TellWhatRunsOnByItself) {
  Session session;
  session.begin().type(2000, "nohup job &").exec(2001, 20, 11, "job");
  session.type(3000, "date").exec(3001, 21, 11, "date").exec(3002, 22, 20, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "nohup job & : job ; x1\n"
                                "date : date ; x1\n"
                                "(id) : id ; x1 in:nohup job &\n");
}

TEST(SessionCommands, DoNotJoinAPidThatWasGivenAgain) {
  Session session;
  session.begin().type(2000, "job &").exec(2001, 30'000, 11, "job");
  session.type(3000, "a").exec(3001, 32'000, 11, "a").type(4000, "b").exec(4001, 500, 11, "b");
  // The same pid with the same parent, but the ids began anew in between.
  session.type(5000, "c").exec(5001, 30'000, 11, "c");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "job & : job ; x1\na : a ; x1\nb : b ; x1\nc : c ; x1\n");
}

TEST(SessionCommands, JoinALineThatGoesOn) {
  Session session;
  session.begin().type(2000, "for i in 1 2", "", "\x1B[?2004h> ");
  session.type(9000, "do date", "", "\x1B[?2004h> ").type(19'000, "done", "x\r\nx\r\n");
  session.exec(19'001, 20, 11, "date").exec(19'003, 21, 11, "date");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "for i in 1 2\ndo date\ndone : date date ; x2 'x\nx'\n");
}

TEST(SessionCommands, JoinALineThatGoesOnBelowANotice) {
  Session session;
  session.begin().type(2000, "id &&", "[1]+  Done\r\n", "\x1B[?2004h> ");
  session.type(9000, "date", "x\r\n").exec(9001, 20, 11, "id").exec(9003, 21, 11, "date");
  EXPECT_EQ(session.told(), std::string(kLogin) + "id &&\ndate : id date ; x2 '[1]+  Done\nx'\n");
}

// What a program asks for itself is no rest of the line.
TEST(SessionCommands, JoinNoLineThatIsWhole) {
  Session session;
  session.begin().type(2000, "echo y", "y\r\n", "\x1B[?2004h> ").type(9000, "id", "0\r\n");
  session.exec(9001, 20, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) + "echo y : ; x0 'y'\nid : id ; x1 '0'\n");
}

TEST(SessionCommands, ForgetALineThatWasGivenUp) {
  Session session;
  session.begin().type(2000, "rm -rf /^C").type(3000, "id", "1\r\n").exec(3001, 20, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) + "id : id ; x1 '1'\n");
}

TEST(SessionCommands, TellInPartsWhatTakesLong) {
  Session session;
  session.begin().show(2000, std::string("watch") + kEnter).exec(2001, 20, 11, "watch");
  session.show(3000, "1\r\n");
  EXPECT_EQ(session.so_far(31'999), kLogin);
  EXPECT_EQ(session.so_far(32'100), std::string(kLogin) + "watch : watch ; x1 [open]\n");
  session.exec(50'000, 21, 20, "sh -c date");
  session.show(50'010, "2\r\n").show(120'000, std::string("3\r\n") + kPrompt);
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "watch : watch ; x1 [open]\n"
                                "watch : watch ; sh x2 [more]\n"
                                "watch : watch ; sh x2 '1\n2\n3'\n");
}

TEST(SessionCommands, TellInPartsWhatShowsMuch) {
  Session session;
  std::string much;
  for (int i = 0; i < 3000; ++i) much += std::string(70, 'x') + "\r\n";
  session.begin().type(2000, "yes", much);
  const std::string told = session.told();
  std::size_t parts = 0;
  for (std::size_t at = 0; (at = told.find("[more]", at)) != std::string::npos; ++at) ++parts;
  EXPECT_EQ(parts, 3U);
  EXPECT_EQ(std::count(told.begin(), told.end(), 'x') - 1 - 4, 3000 * 70);
}

TEST(SessionCommands, CloseWithTheirSession) {
  Session session;
  session.begin().show(2000, std::string("exit") + kEnter).show(2010, "logout\r\n");
  session.commands.close(at(2020));
  EXPECT_EQ(session.so_far(4000), std::string(kLogin) + "exit : ; x0 'logout'\n");
}

TEST(SessionCommands, GiveWhatIsNotRecordedByBursts) {
  Session session;
  session.exec(1000, 11, 1, "-bash").exec(1020, 12, 11, "id -u");
  session.exec(2000, 20, 11, "cat /etc/shadow").exec(2004, 21, 11, "wc -l");
  session.exec(2200, 22, 11, "date").write(2203, 22, "/tmp/x");
  EXPECT_EQ(session.told(),
            "(-bash) : -bash ; id x2\n"
            "(cat /etc/shadow) : cat wc ; x2\n"
            "(date) : date ; x1 wrote:/tmp/x\n");
}

TEST(SessionCommands, GiveALoopThatIsNotRecordedAsOne) {
  Session session;
  session.exec(1000, 11, 1, "-bash");
  std::int64_t ms = 2000;
  for (int i = 0; i < 40; ++i) {
    session.exec(ms, 20 + i, 11, "true");
    ms += i < 10 ? 10 : 200;
  }
  session.exec(ms + 300, 100, 11, "date");
  const std::string told = session.told();
  EXPECT_NE(told.find(" x40\n"), std::string::npos) << told;
  EXPECT_NE(told.find("(date) : date ; x1\n"), std::string::npos) << told;
}

TEST(SessionCommands, GiveARemoteCommandItsOutput) {
  Session session;
  session.exec(1000, 10, 1, "tlog-rec-session -c id").exec(1010, 11, 10, "bash -c id");
  session.exec(1020, 12, 11, "id").show(1060, "uid=0\n", 1, {}, false);
  session.show(1070, std::string("\x00\x01", 2), 1, {}, false);
  session.commands.close(at(1100));
  EXPECT_EQ(session.told(),
            "(tlog-rec-session -c id) : tlog-rec-session ; bash id x3 'uid=0' binary:2\n");
}

TEST(SessionCommands, GiveAForkOfTheShellToTheLineAtWork) {
  Session session;
  session.begin().type(2000, "sudo -s", "", kRoot).exec(2001, 20, 11, "sudo -s");
  session.exec(2050, 22, 21, "bash");
  // 23 is a fork of the shell 22, and 25 of that.
  session.type(3000, "(id)", "0\r\n", kRoot).exec(3001, 24, 23, "id").exec(3004, 26, 25, "stat x");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "sudo -s : sudo ; bash x2 [open]\n"
                                "(id) : id stat ; x2 '0' in:sudo -s\n");
}

TEST(SessionCommands, KnowTheLinesOfAShellThatWasThereBefore) {
  Session session;
  // Neither the recorder's execve nor the shell's was read: the plugin started later.
  session.show(1100, kPrompt, 0).show(2000, std::string("id") + kEnter, 0);
  session.exec(2001, 20, 11, "id").show(2100, std::string("0\r\n") + kPrompt, 0);
  session.show(3000, std::string("a | b") + kEnter, 0).exec(3001, 21, 11, "a");
  session.exec(3002, 22, 11, "b").show(3100, kPrompt, 0);
  EXPECT_EQ(session.told(), "id : id ; x1 '0'\na | b : a b ; x2\n");
}

TEST(SessionCommands, TieAnotherRecorderToNoLine) {
  Session session;
  // A second channel of the same connection, by a process of sshd that was not seen.
  session.begin().show(2000, std::string("sleep 9") + kEnter).exec(2001, 20, 11, "sleep 9");
  session.exec(2500, 30, 29, "-tlog-rec-session").exec(2510, 31, 30, "-bash");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "sleep 9 : sleep ; x1 [open]\n"
                                "(-tlog-rec-session) : -tlog-rec-session ; -bash x2 [open]\n");
}

TEST(SessionCommands, MakeThemOfTheOutermostRecording) {
  Session session;
  session.begin().type(2000, "su - c", "", "\x1B[?2004hc@h:~$ ");
  session.exec(2001, 20, 11, "su - c").exec(2010, 21, 20, "-tlog-rec-session");
  session.exec(2020, 22, 21, "-bash");
  const std::uint64_t inner = 4;  // the recorder's serial
  session.show(2100, "\x1B[?2004hc@h:~$ ", inner, {1});
  session.type(3000, "id", "3\r\n", "\x1B[?2004hc@h:~$ ").exec(3001, 23, 22, "id");
  session.show(3000, std::string("id") + kEnter, inner, {1});
  session.show(3100, "3\r\n\x1B[?2004hc@h:~$ ", inner, {1});
  session.type(4000, "exit").type(5000, "");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "id : id ; x1 '3' in:su - c\n"
                                "exit : ; x0 in:su - c\n"
                                "su - c : su ; -tlog-rec-session -bash x3\n");
}

TEST(SessionCommands, FindLinesOfAShellThatMarksNothing) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-sh").show(1100, "$ ");
  session.show(2000, "id\r\n").exec(2001, 20, 11, "id").show(2050, "0\r\n$ ");
  session.show(3000, "cd /\r\n").show(3001, "$ ").show(4000, "date\r\n").show(4002, "Mon\r\n$ ");
  session.exec(4001, 21, 11, "date");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -sh x2\n"
            "id : id ; x1 '0'\n"
            "cd / : ; x0\n"
            "date : date ; x1 'Mon' [open]\n");
}

TEST(SessionCommands, KeepTheStatusThatAShellMarks) {
  Session session;
  session.begin().show(2000, std::string("false") + kEnter);
  session.show(2100, std::string("\x1B]133;D;1\x07") + kPrompt);
  EXPECT_EQ(session.told(), std::string(kLogin) + "false : ; x0 exit:1 failed\n");
}

// A shell that nobody recorded, of the process 11.
Session& unrecorded(Session& session) { return session.exec(1010, 11, 1, "-bash"); }

TEST(SessionCommands, OfABuildAreOneHoweverManyProgramsItRuns) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "make -j4");
  for (std::int64_t i = 0; i < 2000; ++i) {
    s.exec(20'100 + 30 * i, 1000 + 2 * i, 100, "gcc");
    s.exec(20'110 + 30 * i, 1001 + 2 * i, 1000 + 2 * i, "as");
  }
  const std::string told = s.told();
  EXPECT_NE(told.find("(make -j4)"), std::string::npos);
  EXPECT_NE(told.find(" x4001"), std::string::npos) << told.substr(0, 2000);
  EXPECT_EQ(told.find("(gcc)"), std::string::npos);
  EXPECT_EQ(told.find("(as)"), std::string::npos);
}

TEST(SessionCommands, AreOfTheAccountThatAskedSudo) {
  Session s;
  s.told_users = true;
  s.exec(20'000, 100, 1, "sudo cat /etc/shadow");
  EXPECT_NE(s.told().find("(sudo cat /etc/shadow) : sudo ; x1 as:caller"), std::string::npos)
      << s.told();
}

TEST(SessionCommands, FailWhereSudoDidNotLet) {
  using What = ProcessAction::What;
  const auto of = [](std::vector<What> verdicts) {
    Session s;
    unrecorded(s).exec(20'000, 100, 11, "sudo id");
    std::int64_t ms = 20'100;
    for (const What what : verdicts) s.judge(ms += 10, 100, what);
    const std::string told = s.told();
    const std::size_t at = told.find("(sudo id)");
    return told.substr(at, told.find('\n', at) - at);
  };
  EXPECT_EQ(of({}), "(sudo id) : sudo ; x1");
  EXPECT_EQ(of({What::refused}), "(sudo id) : sudo! ; x1 failed");
  EXPECT_EQ(of({What::refused, What::allowed}), "(sudo id) : sudo ; x1");
  EXPECT_EQ(of({What::refused, What::recorded}), "(sudo id) : sudo ; x1");
}

TEST(SessionCommands, FailWhereTheLatestProgramOfThePidWasNotLet) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "sudo id").exec(20'020, 100, 11, "sudo id");
  s.judge(20'010, 100, ProcessAction::What::recorded);
  s.judge(20'030, 100, ProcessAction::What::refused);
  EXPECT_NE(s.told().find("(sudo id) : sudo sudo! ; x2"), std::string::npos) << s.told();
}

TEST(SessionCommands, TellWhatWasDenied) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "cat /etc/shadow").deny(20'010, 100);
  EXPECT_NE(s.told().find("(cat /etc/shadow) : cat ; x1 denied"), std::string::npos) << s.told();
}

TEST(SessionCommands, OfAScriptThatSleepsAreOneHoweverLongItSleeps) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "backup").exec(20'010, 101, 100, "tar");
  EXPECT_NE(s.so_far(40'000).find("(backup) : backup ; tar x2\n"), std::string::npos);
  s.exec(300'000, 102, 100, "gzip").connect(300'010, 102, "192.0.2.1:22");
  s.exec(300'020, 103, 102, "ssh");
  const std::string told = s.so_far(320'000);
  EXPECT_NE(told.find("(backup) : backup ; tar gzip ssh x4 to:192.0.2.1:22\n"), std::string::npos)
      << told;
  EXPECT_EQ(told.find("(gzip)"), std::string::npos) << told;
}

// Each part of a command tells all of its programs.
TEST(SessionCommands, ThatWakeOftenAreToldOnceAMinute) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "watchdog");
  for (int i = 0; i < 100; ++i) s.exec(40'000 + 11'000L * i, 200 + i, 100, "sleep");
  const std::string told = s.told();
  EXPECT_NE(told.find(" x101"), std::string::npos) << told;
  EXPECT_LE(std::count(told.begin(), told.end(), '\n'), 3 + 100 * 11 / 60) << told;
}

TEST(SessionCommands, ThatWereLetGoAreNamedAsParents) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "backup");
  for (int i = 0; i <= static_cast<int>(Commands::kMostQuiet); ++i)
    s.exec(30'000 + 1'000L * i, 200 + i, 11, "ls");
  s.exec(300'000, 101, 100, "tar");
  EXPECT_NE(s.told().find("(tar) : tar ; x1 in:backup"), std::string::npos) << s.told();
}

TEST(SessionCommands, TellAVerdictThatCameLate) {
  Session s;
  unrecorded(s).exec(20'000, 100, 11, "sudo id");
  s.judge(45'000, 100, ProcessAction::What::refused);
  EXPECT_NE(s.told().find("(sudo id) : sudo! ; x1 failed"), std::string::npos) << s.told();
}

// Lines pasted at once: the kernel's ticks and the recorder's clock differ by more than the lines.
TEST(SessionCommands, TellPastedLinesApartByOrderAndWords) {
  Session session;
  session.begin();
  session.show(2000, std::string("expr 1") + kEnter).show(2003, std::string("1\r\n") + kPrompt);
  session.show(2004, std::string("expr 2") + kEnter).show(2006, std::string("2\r\n") + kPrompt);
  session.show(2007, std::string("cd /tmp") + kEnter + kPrompt + "expr 3" + kEnter);
  session.show(2009, std::string("3\r\n") + kPrompt);
  session.exec(2004, 20, 11, "expr 1").exec(2008, 21, 11, "expr 2").exec(2016, 22, 11, "expr 3");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "expr 1 : expr ; x1 '1'\n"
                                "expr 2 : expr ; x1 '2'\n"
                                "cd /tmp : ; x0\n"
                                "expr 3 : expr ; x1 '3'\n");
}

TEST(SessionCommands, TellEqualPastedLinesApart) {
  Session session;
  session.begin();
  for (std::int64_t ms = 2000; ms < 2009; ms += 3)
    session.show(ms, std::string("date") + kEnter).show(ms + 2, std::string("x\r\n") + kPrompt);
  session.exec(2008, 20, 11, "date").exec(2008, 21, 11, "date").exec(2012, 22, 11, "date");
  EXPECT_EQ(
      session.told(),
      std::string(kLogin) + "date : date ; x1 'x'\ndate : date ; x1 'x'\ndate : date ; x1 'x'\n");
}

TEST(SessionCommands, GiveNoPastedLineAProgramThatItContradicts) {
  Session session;
  session.begin();
  session.show(2000, std::string("expr 1") + kEnter).show(2003, std::string("1\r\n") + kPrompt);
  session.show(2004, std::string("expr 2") + kEnter).show(2006, std::string("2\r\n") + kPrompt);
  session.exec(2002, 20, 11, "expr 1")
      .exec(2008, 21, 11, "git status")
      .exec(2006, 22, 11, "expr 2");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "expr 1 : expr ; x1 '1'\nexpr 2 : expr ; x1 '2'\n"
                                "(git status) : git ; x1\n");
}

TEST(SessionCommands, TakeWhatWasTypedAheadForNoOutput) {
  Session session;
  session.begin().show(2000, std::string("sleep 1") + kEnter).exec(2001, 20, 11, "sleep 1");
  session.show(2300, "expr 4\r\n").show(3000, std::string(kPrompt) + "expr 4" + kEnter);
  session.exec(3000, 21, 11, "expr 4").show(3005, std::string("4\r\n") + kPrompt);
  EXPECT_EQ(session.told(), std::string(kLogin) + "sleep 1 : sleep ; x1\nexpr 4 : expr ; x1 '4'\n");
}

// dash, whose terminal echoes all lines before its next prompt.
TEST(SessionCommands, FindPastedLinesOfAShellWithoutMarks) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "$ ");
  session.show(2003, "expr 1\r\nexpr 2\r\ncd /tmp\r\nexpr 3\r\n").show(2005, "1\r\n$ ");
  session.show(2007, "2\r\n$ $ ").show(2009, "3\r\n$ ");
  session.exec(2000, 20, 11, "expr 1").exec(2004, 21, 11, "expr 2").exec(2012, 22, 11, "expr 3");
  session.show(5000, "expr 4\r\n").show(5010, "4\r\n$ ").exec(5004, 23, 11, "expr 4");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\n"
            "expr 1 : expr ; x1 '1'\n"
            "expr 2 : expr ; x1 '2'\n"
            "cd /tmp : ; x0\n"
            "expr 3 : expr ; x1 '3'\n"
            "expr 4 : expr ; x1 '4' [open]\n");
}

TEST(SessionCommands, TakeOutputBehindAPromptForNoLine) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "$ ");
  session.show(2000, "sleep 1\r\nls\r\n").exec(2000, 20, 11, "sleep 1");
  session.show(3001, "$ cd\r\nx\r\n$ ").exec(3000, 21, 11, "ls");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\n"
            "sleep 1 : sleep ; x1\nls : ls ; x1 'cd\nx' [open]\n");
}

TEST(SessionCommands, FindLinesOfAnInnerShellWithoutMarks) {
  Session session;
  session.begin().show(2000, std::string("sudo sh") + kEnter).show(2050, "# ");
  session.exec(2001, 20, 11, "sudo sh").exec(2020, 21, 20, "sh");
  session.show(3000, "id\r\n").show(3005, "0\r\n# ").exec(3001, 22, 21, "id");
  session.show(4000, "cd /\r\n# ").show(5000, std::string("exit\r\n") + kPrompt).type(6000, "cd");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "id : id ; x1 '0' in:sudo sh\ncd / : ; x0 in:sudo sh\n"
                                "exit : ; x0 in:sudo sh\nsudo sh : sudo ; sh x2\ncd : ; x0\n");
}

TEST(SessionCommands, FindLinesOnceMarksWereTakenAway) {
  Session session;
  session.begin().show(2000, std::string("bind off") + kEnter + "a@h:~$ ");
  session.show(3000, "id\r\n").show(3005, "0\r\na@h:~$ ").exec(3001, 20, 11, "id");
  session.show(4000, "PS1=''\r\n").show(5000, "id -u\r\n0\r\n").exec(5001, 21, 11, "id -u");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "bind off : ; x0\nid : id ; x1 '0'\nPS1='' : ; x0\n"
                                "id -u : id ; x1 '0' [open]\n");
}

TEST(SessionCommands, TellProgramsOfLinesThatNothingShows) {
  Session session;
  session.begin().show(2000, std::string("exec 2>/dev/null") + kEnter);
  session.exec(3000, 20, 11, "id").show(3003, "0\r\n");
  session.exec(4000, 21, 11, "date").show(4003, "now\r\n");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "exec 2>/dev/null : ; x0\n(id) : id ; x1 '0'\n"
                                "(date) : date ; x1 'now'\n");
}

TEST(SessionCommands, TellProgramsOfLinesWithoutEcho) {
  Session session;
  session.begin().type(2000, "stty -echo").exec(2001, 20, 11, "stty -echo");
  session.type(3000, "", "0\r\n").exec(3001, 21, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) + "stty -echo : stty ; x1\n(id) : id ; x1 '0'\n");
}

TEST(SessionCommands, SeeLinesBehindAFakedAlternateScreen) {
  Session session;
  session.begin().type(2000, "printf '\\e[?1049h'", "\x1B[?1049h");
  session.type(3000, "id", "0\r\n").exec(3001, 20, 11, "id");
  EXPECT_EQ(session.told(), std::string(kLogin) + "printf '\\e[?1049h' : ; x0\nid : id ; x1 '0'\n");
}

TEST(SessionCommands, TellSecondPromptsFromFirstOnesByTheLine) {
  constexpr const char* prompt = "\x1B[?2004h> ";
  Session session;
  session.begin().type(2000, "PS1='> '", "", prompt).type(3000, "cd /", "", prompt);
  session.type(4000, "for i in 1", "", prompt).type(5000, "do date; done", "x\r\n", prompt);
  session.exec(5001, 20, 11, "date");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "PS1='> ' : ; x0\ncd / : ; x0\n"
                                "for i in 1\ndo date; done : date ; x1 'x'\n");
}

TEST(SessionCommands, JoinRowsOfALineWithoutMarks) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "a@h$ ");
  session.show(2000, "id\r\n").exec(2000, 20, 11, "id").show(2010, "0\r\na@h$ ");
  session.show(3000, "for i in 1 2\r\n> ").show(4000, "do date\r\n> ").show(5000, "done\r\n");
  session.exec(5004, 21, 11, "date").exec(5008, 22, 11, "date").show(5010, "x\r\nx\r\na@h$ ");
  session.show(6000, "id\r\n").exec(6000, 23, 11, "id").show(6010, "0\r\na@h$ ");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\nid : id ; x1 '0'\n"
            "for i in 1 2\ndo date\ndone : date date ; x2 'x\nx'\nid : id ; x1 '0' [open]\n");
}

TEST(SessionCommands, JoinRowsOfALineThatWasPastedWithoutMarks) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "a@h$ ");
  session.show(2000, "id\r\nfor i in 1 2\r\ndo date\r\ndone\r\ncd /\r\nid -u\r\n");
  session.exec(2000, 20, 11, "id").show(2004, "0\r\na@h$ ").show(2005, "> > ");
  session.exec(2008, 21, 11, "date").show(2010, "x\r\n").exec(2012, 22, 11, "date");
  session.show(2014, "x\r\na@h$ a@h$ ").exec(2016, 23, 11, "id -u").show(2018, "0\r\na@h$ ");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\nid : id ; x1 '0'\n"
            "for i in 1 2\ndo date\ndone : date date ; x2 'x\nx'\ncd / : ; x0\n"
            "id -u : id ; x1 '0' [open]\n");
}

// A subshell in the background may execute its programs after the next lines.
TEST(SessionCommands, GiveWhatRunsInTheBackgroundItsLine) {
  Session session;
  session.begin().type(2000, "(read; expr 1) &", "[1] 20\r\n").type(4000, "ls");
  session.exec(4001, 30, 11, "ls").exec(5000, 21, 20, "expr 1");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "(read; expr 1) & : ; x0 '[1] 20'\nls : ls ; x1\n"
                                "(expr 1) : expr ; x1 in:(read; expr 1) &\n");
}

// Also while another line is at work, and where the subshell becomes the program.
TEST(SessionCommands, GiveTheBackgroundItsLineWhileAnotherIsAtWork) {
  Session session;
  session.begin().type(2000, "(read; expr 1; id) &", "[1] 20\r\n");
  session.show(4000, std::string("make") + kEnter).exec(4001, 30, 11, "make");
  session.exec(5000, 21, 20, "expr 1").exec(5500, 20, 11, "id");
  session.show(7000, std::string("ok\r\n") + kPrompt);
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "(read; expr 1; id) & : ; x0 '[1] 20'\n"
                                "make : make ; x1 'ok'\n"
                                "(expr 1) : expr id ; x2 in:(read; expr 1; id) &\n");
}

TEST(SessionCommands, GiveALineInTheBackgroundItsProgramThoughThePromptIsBack) {
  Session session;
  session.begin().type(2000, "nohup x &", "[1] 20\r\n").exec(2110, 20, 11, "nohup x");
  session.type(4000, "sleep 9 &", "[2] 21\r\n").exec(4001, 21, 11, "sleep 9");
  // What completion runs is no job.
  session.exec(6000, 22, 11, "id").type(8000, "ls").exec(8001, 23, 11, "ls");
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "nohup x & : nohup ; x1 '[1] 20'\nsleep 9 & : sleep ; x1 '[2] 21'\n"
                                "(id) : id ; x1\nls : ls ; x1\n");
}

TEST(SessionCommands, FindWhatWasTypedAheadInTheOutputOfAShellWithoutMarks) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "a@h$ ");
  session.show(2000, "sleep 1\r\n").exec(2000, 20, 11, "sleep 1").show(2300, "id -u\r\n");
  session.show(3000, "a@h$ ").exec(3000, 21, 11, "id -u").show(3004, "0\r\na@h$ ");
  session.show(5000, "id\r\n").exec(5000, 22, 11, "id").show(5010, "1\r\na@h$ ");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\nsleep 1 : sleep ; x1\n"
            "id -u : id ; x1 '0'\nid : id ; x1 '1' [open]\n");
}

TEST(SessionCommands, FindTheLineOfASubshellOnceMarksWereTakenAway) {
  Session session;
  session.begin().show(2000, std::string("bind off") + kEnter + "a@h:~$ ");
  session.show(3000, "(id; date)\r\n").show(3005, "0\r\nnow\r\na@h:~$ ");
  session.exec(3001, 30, 29, "id").exec(3002, 29, 11, "date");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "bind off : ; x0\n(id; date) : id date ; x2 '0\nnow' [open]\n");
}

TEST(SessionCommands, LeaveAnInnerShellWithMarksForOneWithout) {
  constexpr const char* inner = "\x1B[?2004hfish> ";
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "/t $ ");
  session.show(2000, "id\r\n").exec(2000, 20, 11, "id").show(2010, "0\r\n/t $ ");
  session.show(3000, "fish\r\n").exec(3001, 21, 11, "fish").show(3130, inner);
  session.type(4000, "id", "1\r\n", inner).exec(4001, 22, 21, "id");
  session.type(5000, "date", "2\r\n", inner).exec(5001, 23, 21, "date");
  session.show(6000, std::string("exit") + kEnter).show(6003, "/t $ ");
  session.show(7000, "id -u\r\n").exec(7000, 24, 11, "id -u").show(7010, "3\r\n/t $ ");
  session.show(8000, "cd /\r\n/t $ ");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\nid : id ; x1 '0'\n"
            "id : id ; x1 '1' in:fish\ndate : date ; x1 '2' in:fish\nfish : fish ; x1\n"
            "exit : ; x0 in:fish\nid -u : id ; x1 '3'\ncd / : ; x0 [open]\n");
}

TEST(SessionCommands, EnterAShellWithMarksFromOneWithout) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "a@h$ ");
  session.show(2000, "id\r\n").exec(2000, 20, 11, "id").show(2010, "0\r\na@h$ ");
  session.show(3000, "bash\r\n").show(3003, kPrompt).exec(3000, 21, 11, "bash");
  session.type(4000, "id", "1\r\n").exec(4001, 22, 21, "id");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\nid : id ; x1 '0'\n"
            "bash : bash ; x1 [open]\nid : id ; x1 '1' in:bash\n");
}

TEST(SessionCommands, FindLinesOfAProgramWithoutMarks) {
  Session session;
  session.begin().show(2000, std::string("python3") + kEnter).exec(2001, 20, 11, "python3");
  session.show(2100, ">>> ").show(3000, "import os\r\n>>> ");
  session.show(4000, "os.system('id')\r\n").exec(4000, 21, 20, "sh -c id").exec(4003, 22, 21, "id");
  session.show(4010, "0\r\n>>> ").show(5000, "exit()\r\n").show(5003, kPrompt).type(6000, "cd");
  EXPECT_EQ(session.told(),
            std::string(kLogin) +
                "import os : ; x0 repl in:python3\n"
                "os.system('id') : sh ; id x2 '0' repl in:python3\n"
                "exit() : ; x0 repl in:python3\npython3 : python3 ; x1\ncd : ; x0\n");
}

TEST(SessionCommands, LeaveTheAlternateScreenToAProgramThatGoesOn) {
  Session session;
  session.begin().type(2000, "vi x", "\x1B[?1049h~\r\n\x1B[?1049l[1]+  Stopped vi\r\n");
  session.exec(2001, 20, 11, "vi x").show(3000, std::string("fg") + kEnter);
  session.show(3010, "vi x\r\n\x1B[?1049hhello\r\n~\r\n~\x1B[?1049l").show(4000, kPrompt);
  EXPECT_EQ(session.told(), std::string(kLogin) +
                                "vi x : vi ; x1 '[1]+  Stopped vi' full\nfg : ; x0 'vi x' full\n");
}

TEST(SessionCommands, JoinPastedRowsOfALineWhoseProgramsComeBeforeThem) {
  Session session;
  session.exec(1000, 10, 1, "-tlog-rec-session").exec(1010, 11, 10, "-dash").show(1100, "$ ");
  session.show(2030, "a 1 ||\r\nb 2\r\nc 3\r\n")
      .exec(2000, 20, 11, "a 1")
      .exec(2004, 21, 11, "b 2");
  session.show(2032, "> ")
      .show(2034, "A\r\nB\r\n$ ")
      .exec(2040, 22, 11, "c 3")
      .show(2044, "C\r\n$ ");
  EXPECT_EQ(session.told(),
            "(-tlog-rec-session) : -tlog-rec-session ; -dash x2\n"
            "a 1 ||\nb 2 : a b ; x2 'A\nB'\nc 3 : c ; x1 'C' [open]\n");
}

TEST(SessionCommands, LeaveTheAlternateScreenToTheProgramAroundAShell) {
  Session session;
  session.begin().show(2000, std::string("vi x") + kEnter + "\x1B[?1049h~\r\n\x1B[?1049l");
  session.exec(2001, 20, 11, "vi x").exec(2100, 21, 20, "bash").show(2150, kPrompt);
  session.show(3000, std::string("exit") + kEnter + "\x1B[?1049h\x1B[?2004hhello\r\n~\x1B[?2004l");
  session.show(4000, std::string("\x1B[?1049l") + kPrompt).type(5000, "cd");
  EXPECT_EQ(session.told(),
            std::string(kLogin) + "vi x : vi ; bash x2 full\nexit : ; x0 full\ncd : ; x0\n");
}

}  // namespace
}  // namespace auweave::correlate
