// Terminals: the terminal servers (tmux, screen) of all sessions, and who has a client at one. A
// terminal server leaves the session that started it, so the programs below it have that session's
// ids, whoever types. A Terminals is a value for one thread, and takes what the sessions' processes
// did in the order of time.
//
// | seen                                                   | then                                  |
// |--------------------------------------------------------|---------------------------------------|
// | tmux, screen … executed with a client's arguments      | a client, until its line is over, its |
// |                                                        | shell runs the next program, or its   |
// |                                                        | session ends                          |
// | the client's connect(2) to a socket                    | the server with that socket is its    |
// | no connect, one server of that program, account, label | that server is its (inferred)         |
// | a program of an unknown parent, on another terminal,   | the parent is the server that the     |
// |  soon after a client that may start a server           | client started                        |
// | utempter's arguments name the unknown parent           | the same; also without such a client  |
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "correlate/command_number.h"
#include "correlate/command_owner.h"
#include "correlate/process_action.h"

namespace auweave::correlate {

// Attached: the sessions that had a client at a terminal server.
struct Attached {
  std::vector<std::string> sessions;  // sorted
  bool inferred = false;              // no record tells the server of one of them
  bool unsure = false;  // another session had a client that may have been at the server

  void add(const std::string& session);
};

class Terminals {
 public:
  // Notes that a process of the owner's session executed a program for `command`. Returns the
  // number of the server that the process is, or 0.
  std::uint64_t executed(const CommandOwner& owner, const ProcessAction& action,
                         const CommandNumber& command);
  // Notes what a terminal server's program did other than an execve: a connect to a socket.
  void did(const CommandOwner& owner, const ProcessAction& action);

  // Parent: what is asked of an unknown parent of a process that executes a program.
  struct Parent {
    const ProcessAction& action;
    // The execve of the sudo or su at work, whose fork the parent may be as well.
    std::optional<base::WallTime> user_change;
  };
  // Found: a server and the command that started it.
  struct Found {
    std::uint64_t server = 0;              // number of the server
    std::optional<CommandNumber> command;  // nothing: the server began before the input
  };
  // Returns the server that an unknown parent is, or nothing.
  [[nodiscard]] std::optional<Found> server_of(const CommandOwner& owner, const Parent& parent);

  // Ends the clients that the command ran, or all clients of the session.
  void over(const CommandOwner& owner, const CommandNumber& command, base::WallTime time);
  void session_over(const CommandOwner& owner, base::WallTime time);

  // Returns who had a client at the server at any time between `from` and `to`, or sent the server
  // something less than kSentMs before.
  [[nodiscard]] Attached at(std::uint64_t server, base::WallTime from, base::WallTime to) const;
  // Returns who else had a client at a server of the session.
  [[nodiscard]] Attached guests_of(const std::string& session) const;
  // Returns the sessions at whose servers the session had a client.
  [[nodiscard]] Attached hosts_of(const std::string& session) const;

  // True if there was a client or a server, so that the commands of sessions depend on each other.
  [[nodiscard]] bool busy() const { return next_ != 0; }

  template <typename Archive>
  void state(Archive& archive) {
    archive(servers_, clients_, next_);
  }

  static constexpr std::size_t kMostServers = 256;
  static constexpr std::size_t kMostClients = 1024;
  static constexpr std::int64_t kSentMs = 2000;
  // A server's first program is executed this soon after the client that started the server.
  static constexpr std::int64_t kStartMs = 10'000;
  // A server has a higher pid than its starter, unless pids began anew.
  static constexpr std::int64_t kPidsBack = 10'000;
  // What a shell executes this late after a client is no part of the client's pipeline.
  static constexpr std::int64_t kNextMs = 1000;

 private:
  // Kind: what tells servers of one host apart without a socket.
  struct Kind {
    std::string host, program, account, label;
    bool operator==(const Kind&) const = default;

    template <typename Archive>
    void state(Archive& archive) {
      archive(host, program, account, label);
    }
  };
  struct Server {
    std::uint64_t number = 0;
    std::string session;
    Kind kind;
    std::string socket;  // path; empty: unknown
    model::Pid pid;
    std::optional<CommandNumber> command;  // the command that started the server
    bool gone = false;                     // another server has its socket

    template <typename Archive>
    void state(Archive& archive) {
      archive(number, session, kind, socket, pid, command, gone);
    }
  };
  struct Client {
    std::string session;
    Kind kind;
    std::string socket;
    model::Pid pid;
    std::optional<model::Pid> ppid;
    std::string tty;
    base::WallTime from;
    std::optional<base::WallTime> until;
    CommandNumber command;
    bool stays = false;        // shows the terminal; false: sends something and ends
    bool begins = false;       // may still be found to have started a server
    std::uint64_t server = 0;  // number; 0: unknown
    bool inferred = false;     // no record tells the server

    template <typename Archive>
    void state(Archive& archive) {
      archive(session, kind, socket, pid, ppid, tty, from, until, command, stays, begins, server,
              inferred);
    }
  };

  [[nodiscard]] Server* server(const CommandOwner& owner, model::Pid pid);
  [[nodiscard]] Client* client(const CommandOwner& owner, model::Pid pid);
  [[nodiscard]] Client* starter(const CommandOwner& owner, const Parent& parent, bool named);
  Server& start(const Client& by, model::Pid pid);
  void guess_server(Client& client) const;
  [[nodiscard]] bool may_be_at(const Client& client, std::uint64_t server) const;
  void next_program(const CommandOwner& owner, const ProcessAction& action);

  std::deque<Server> servers_;  // the latest at the end
  std::deque<Client> clients_;
  std::uint64_t next_ = 0;  // number of the last server, or 1 since there is a client
};

}  // namespace auweave::correlate
