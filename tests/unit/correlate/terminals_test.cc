// Terminal servers, and who has a client at one: tables of what processes of several sessions did.
#include "correlate/terminals.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "correlate/session_commands.h"

namespace auweave::correlate {
namespace {

base::WallTime at(std::int64_t ms) { return base::WallTime::from_ms(ms); }

std::vector<std::string> words(const std::string& line) {
  std::istringstream stream(line);
  std::vector<std::string> found;
  for (std::string word; stream >> word;) found.push_back(word);
  return found;
}

ProcessAction execve(std::int64_t ms, std::int64_t pid, std::int64_t parent,
                     const std::string& line) {
  static std::uint64_t serial = 0;
  ProcessAction action;
  action.what = ProcessAction::What::executed;
  action.key = {at(ms).ms() / 1000, static_cast<std::uint32_t>(at(ms).ms() % 1000), ++serial};
  action.pid = {pid};
  action.ppid = model::Pid{parent};
  action.argv = words(line);
  std::string program = action.argv.front();
  if (program.starts_with('-')) program.erase(0, 1);
  action.exe = program.starts_with('/') ? program : "/usr/bin/" + program;
  action.tty = "pts/1";
  action.caller = "alice";
  return action;
}

// Servers and clients of the sessions `a`, `b` … of one host.
class Host {
 public:
  Host& exec(const std::string& session, std::int64_t ms, std::int64_t pid, std::int64_t parent,
             const std::string& line, const std::string& account = "alice") {
    ProcessAction action = execve(ms, pid, parent, line);
    action.caller = account;
    terminals.executed(owner(session), action, CommandNumber::of_execve(action.key.serial));
    return *this;
  }
  Host& ask(const std::string& session, std::int64_t pid, const std::string& socket, bool answers) {
    ProcessAction action;
    action.pid = {pid};
    action.text = socket;
    action.failed = !answers;
    terminals.did(owner(session), action);
    return *this;
  }
  // Returns the number of the server that the unknown parent is, or 0.
  std::uint64_t server(const std::string& session, std::int64_t ms, std::int64_t parent,
                       const std::string& line = "-bash", const std::string& tty = "pts/2",
                       std::optional<base::WallTime> user_change = {}) {
    ProcessAction action = execve(ms, parent + 1, parent, line);
    action.tty = tty;
    const auto found = terminals.server_of(owner(session), {action, user_change});
    return found.has_value() ? found->server : 0;
  }
  std::string at_server(std::uint64_t number, std::int64_t from, std::int64_t to) {
    return text(terminals.at(number, at(from), at(to)));
  }
  static std::string text(const Attached& attached) {
    std::string all;
    for (const std::string& each : attached.sessions) all += each;
    return all + (attached.inferred ? "?" : "") + (attached.unsure ? "!" : "");
  }
  const CommandOwner& owner(const std::string& session) {
    CommandOwner& owner = owners_[session];
    owner.session_id = session;
    owner.host = "h";
    return owner;
  }

  Terminals terminals;

 private:
  std::map<std::string, CommandOwner> owners_;
};

constexpr const char* kSocket = "/tmp/tmux-1001/default";
constexpr const char* kUtempter = "/usr/lib/x86_64-linux-gnu/utempter/utempter add tmux(20).%0";

TEST(Terminals, KnowTheServerByItsFirstProgram) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new -s work");
  EXPECT_NE(host.server("a", 1020, 20), 0U);
  EXPECT_EQ(host.at_server(host.server("a", 1020, 20), 1500, 1500), "a");
}

TEST(Terminals, AreNoServerWhatRunsOnTheClientsTerminal) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new -s work");
  EXPECT_EQ(host.server("a", 1020, 20, "ls", "pts/1"), 0U);
  EXPECT_EQ(host.server("b", 1020, 20), 0U);
  EXPECT_EQ(host.server("a", 20'000, 20), 0U);
}

// A second channel of the session's connection is below an sshd that is older.
TEST(Terminals, AreNoServerWhatIsOlderThanTheClient) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new -s work");
  EXPECT_EQ(host.server("a", 1020, 9), 0U);
  Host wrapped;
  wrapped.exec("a", 1000, 32'766, 1, "tmux new -s work");
  EXPECT_NE(wrapped.server("a", 1020, 300), 0U);
}

TEST(Terminals, AreNoServerWhatMayBeAForkOfSudo) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new -d");
  EXPECT_EQ(host.server("a", 1020, 20, "id", "pts/3", at(1010)), 0U);
  EXPECT_NE(host.server("a", 1020, 20, "id", "pts/3", at(900)), 0U);
}

TEST(Terminals, AreNamedByUtempter) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new -d");
  EXPECT_NE(host.server("a", 1020, 20, kUtempter, "", at(1010)), 0U);
  // A server from before the input.
  Host late;
  EXPECT_NE(late.server("a", 1020, 20, kUtempter, ""), 0U);
  EXPECT_EQ(late.server("a", 1020, 21, kUtempter, ""), 0U);
}

TEST(Terminals, AreAskedForBySocket) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new").ask("a", 10, "/var/run/nscd/socket", true);
  host.ask("a", 10, kSocket, false);
  const std::uint64_t server = host.server("a", 1020, 20);
  host.exec("b", 2000, 30, 1, "tmux -S /tmp/tmux-1001/default a", "root");
  EXPECT_EQ(host.at_server(server, 2500, 2500), "a!");
  host.ask("b", 30, "/var/run/nscd/socket", true).ask("b", 30, kSocket, true);
  EXPECT_EQ(host.at_server(server, 2500, 2500), "ab");
  EXPECT_EQ(host.at_server(server, 1500, 1500), "a");
  EXPECT_EQ(Host::text(host.terminals.guests_of("a")), "b");
  EXPECT_EQ(Host::text(host.terminals.hosts_of("b")), "a");
  EXPECT_EQ(Host::text(host.terminals.hosts_of("a")), "");
}

TEST(Terminals, AreInferredWhereNoSocketIsTold) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new");
  const std::uint64_t server = host.server("a", 1020, 20);
  host.exec("b", 2000, 30, 1, "tmux attach").exec("c", 2000, 40, 1, "tmux attach", "bob");
  host.exec("d", 2000, 50, 1, "tmux -L two attach").exec("e", 2000, 60, 1, "screen -x");
  // c and d have a client at a server that nobody knows.
  EXPECT_EQ(host.at_server(server, 2500, 2500), "ab?!");
}

TEST(Terminals, AreUnknownWhereSeveralFit) {
  Host host;
  host.exec("a", 1000, 10, 1, "screen");
  const std::uint64_t first = host.server("a", 1020, 20);
  host.exec("a", 3000, 11, 2, "screen");
  const std::uint64_t second = host.server("a", 3020, 30);
  host.exec("b", 5000, 40, 1, "screen -x");
  EXPECT_NE(first, second);
  EXPECT_EQ(host.at_server(first, 5500, 5500), "a!");
  EXPECT_EQ(host.at_server(second, 5500, 5500), "a!");
  // The socket's name has the server's pid.
  host.ask("b", 40, "/run/screen/S-alice/30.pts-1.h", true);
  EXPECT_EQ(host.at_server(second, 5500, 5500), "ab");
}

TEST(Terminals, TakeTheSocketOfTheServerBefore) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new");
  const std::uint64_t first = host.server("a", 1020, 20);
  host.exec("b", 3000, 30, 1, "tmux new");
  const std::uint64_t second = host.server("b", 3020, 40);
  host.exec("c", 5000, 50, 1, "tmux a");
  EXPECT_EQ(host.at_server(first, 5500, 5500), "a");
  EXPECT_EQ(host.at_server(second, 5500, 5500), "bc?");
}

TEST(Terminals, HaveClientsUntilTheseAreOver) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new");
  const std::uint64_t server = host.server("a", 1020, 20);
  // The shell 1 has its terminal back.
  host.exec("a", 3000, 12, 1, "ls");
  EXPECT_EQ(host.at_server(server, 2000, 2000), "a");
  EXPECT_EQ(host.at_server(server, 4000, 4000), "");
  host.exec("b", 5000, 30, 2, "tmux a").terminals.session_over(host.owner("b"), at(6000));
  EXPECT_EQ(host.at_server(server, 5500, 5500), "b?");
  EXPECT_EQ(host.at_server(server, 7000, 7000), "");
}

TEST(Terminals, AreSentTo) {
  Host host;
  host.exec("a", 1000, 10, 1, "tmux new");
  const std::uint64_t server = host.server("a", 1020, 20);
  host.exec("a", 3000, 12, 1, "ls").exec("b", 5000, 30, 2, "tmux send-keys id Enter");
  EXPECT_EQ(host.at_server(server, 5010, 5010), "b?");
  EXPECT_EQ(host.at_server(server, 9000, 9000), "");
}

TEST(Terminals, AreBounded) {
  Host host;
  for (int i = 0; i < 2000; ++i) {
    host.exec("a", 1000 + i, 10 + 2 * i, 1, "tmux -L x" + std::to_string(i) + " new");
    EXPECT_NE(host.server("a", 1000 + i, 11 + 2 * i), 0U);
  }
  EXPECT_EQ(host.at_server(host.server("a", 3000, 4009), 3000, 3000), "a");
}

// One recorded session, in which a shell runs tmux.
class Session {
 public:
  Session() : commands_([this](const Command& command, PartState) { tell(command); }, panes()) {}

  Session& exec(std::int64_t ms, std::int64_t pid, std::int64_t parent, const std::string& line,
                const std::string& tty = "pts/1") {
    ProcessAction action = execve(ms, pid, parent, line);
    action.tty = tty;
    action.recorder = line == "-tlog-rec-session";
    if (action.recorder) recorder_ = action.key.serial;
    commands_.add(action);
    return *this;
  }
  Session& show(std::int64_t ms, const std::string& bytes) {
    model::TtyChunk chunk;
    chunk.rec = "rec";
    chunk.number = ++number_;
    chunk.time = at(ms);
    chunk.output = bytes;
    chunk.pieces.push_back({0, 0, 80, 24});
    chunk.pieces.push_back({0, bytes.size(), 0, 0});
    commands_.add(chunk, model::Voucher::recorder_ran, {"s/1", "rec", recorder_, at(1000), {}});
    return *this;
  }
  Session& begin() {
    exec(1000, 10, 2, "-tlog-rec-session").exec(1010, 11, 10, "-bash");
    return show(1100, "\x1B[?2004ha@h:~$ ");
  }
  Session& type(std::int64_t ms, const std::string& line) {
    return show(ms, line + "\r\n\x1B[?2004l\r");
  }
  std::string told() {
    commands_.finish();
    return told_;
  }

 private:
  Panes panes() {
    owner_.session_id = "s";
    owner_.host = "h";
    return {terminals_, owner_};
  }
  void tell(const Command& command) {
    names_[command.id] = command.line;
    told_ += command.line + (command.terminal != 0 ? " below" : "");
    if (command.parent.has_value()) told_ += " in:" + names_[*command.parent];
    told_ += ":";
    for (const auto* list : {&command.own, &command.inner}) {
      for (const model::Executed& each : *list) told_ += " " + each.argv.front();
    }
    told_ += "\n";
  }

  Terminals terminals_;
  CommandOwner owner_;
  std::map<CommandNumber, std::string> names_;
  std::string told_;
  std::uint64_t number_ = 0, recorder_ = 0;
  SessionCommands commands_;
};

constexpr const char* kBegun = "-tlog-rec-session: -tlog-rec-session -bash\n";

// What a shell below tmux runs belongs to no line of the recording: whoever attached typed it.
TEST(Panes, HaveCommandsOfTheirOwn) {
  Session session;
  session.begin().type(2000, "tmux new").exec(2002, 20, 11, "tmux new");
  session.exec(2020, 31, 30, "-bash", "pts/2").exec(2025, 32, 31, "id -u", "pts/2");
  session.exec(3000, 33, 31, "expr 1", "pts/2").exec(4000, 34, 31, "expr 2", "pts/2");
  session.show(5000, "[detached]\r\n\x1B[?2004ha@h:~$ ").type(6000, "ls").exec(6001, 40, 11, "ls");
  session.exec(6500, 35, 31, "expr 3", "pts/2");
  session.show(6800, "\x1B[?2004ha@h:~$ ");
  EXPECT_EQ(session.told(), std::string(kBegun) +
                                "tmux new: tmux -bash id\nexpr 1 below in:tmux new: expr\n"
                                "expr 2 below in:tmux new: expr\nls: ls\n"
                                "expr 3 below in:tmux new: expr\n");
}

// A fork leaves no record: on a pane's terminal it is of the pane's shell.
TEST(Panes, HaveTheForksOfTheirShells) {
  Session session;
  session.begin().type(2000, "tmux new").exec(2002, 20, 11, "tmux new");
  session.exec(2020, 31, 30, "-bash", "pts/2").exec(3000, 51, 50, "make", "pts/2");
  session.show(5000, "[detached]\r\n\x1B[?2004ha@h:~$ ");
  EXPECT_EQ(session.told(), std::string(kBegun) +
                                "tmux new: tmux -bash\n"
                                "make below in:tmux new: make\n");
}

// A terminal server from before the input: its shell is unknown, and its terminal is not the line's.
TEST(Panes, AreNoPartOfTheLineAtWork) {
  Session session;
  session.begin().type(2000, "ls").exec(2001, 20, 11, "ls");
  session.show(2100, "\x1B[?2004ha@h:~$ ").type(3000, "make").exec(3001, 21, 11, "make");
  session.exec(3500, 71, 70, "expr 1", "pts/7").exec(3900, 81, 80, "cc", "pts/1");
  session.exec(4500, 72, 70, "expr 2", "pts/7").show(5000, "\x1B[?2004ha@h:~$ ");
  EXPECT_EQ(session.told(),
            std::string(kBegun) + "ls: ls\nmake: make cc\nexpr 1: expr\nexpr 2: expr\n");
}

}  // namespace
}  // namespace auweave::correlate
