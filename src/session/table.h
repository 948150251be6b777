// Table: login sessions as the records open, use and close them. Deterministic: time is the events'
// own. One owner, one thread.
//
// | seen                                   | then                                                  |
// |----------------------------------------|-------------------------------------------------------|
// | sshd's record without ses              | its connection begins, or goes on (120 s from its     |
// |                                        | first record: pids wrap)                              |
// | LOGIN                                  | session opens; takes the connection of the same pid   |
// | another record with ses                | stamped; a session never opened is entered as unseen  |
// | USER_END of LOGIN's pid                | session closes; what still comes keeps its stamp      |
// | event time `lateness` and a clock's    | its close is final: whatever belongs to it has come   |
// | slack after that                       |                                                       |
// | serials fall back, twice in a row; or  | the machine restarted: no session of before is meant  |
// | LOGIN gives a ses that was given       |                                                       |
//
// Memory: kMostSessions (of the oldest few the closed ones go first; also after kKeepClosedMs) and
// kMostConnections.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/event_facts.h"
#include "session/boot_ids.h"
#include "session/session.h"

namespace auweave::session {

// What the table says of an event. Pointers live until the next call of note().
struct Noted {
  Session* session = nullptr;
  const Connection* connection = nullptr;  // of a record before LOGIN
  bool opened = false;                     // this event opened it (or is the first of one unseen)
  bool recorder = false;                   // this event is a recorder's execve
};

class Table {
 public:
  // `lateness_ms` of event time: how much later than its time a record or a chunk may come.
  Table(BootIds boots, std::int64_t lateness_ms)
      : boots_(std::move(boots)), lateness_ms_(lateness_ms) {}

  Noted note(std::string_view host, const model::EventKey& key, const model::EventFacts& facts);

  // The session a recording claims: by boot and ses, whatever the host is called. Null: none, or
  // sessions of several hosts.
  [[nodiscard]] Session* find(std::string_view boot_id, model::Ses ses);
  // That of a host's present boot; null: none.
  [[nodiscard]] Session* at(std::string_view host, model::Ses ses);
  // The next session whose close is final, each once; null: none. Event time is `watermark`.
  Session* take_closed(base::WallTime watermark);
  // Sessions with recordings whose closed document has not gone out, oldest first.
  std::vector<Session*> recorded_and_open();

  // True when a record of this session would be the first of it.
  [[nodiscard]] bool unknown(std::string_view host, model::Ses ses) const;

  static constexpr std::size_t kMostSessions = 100'000;
  static constexpr std::size_t kMostConnections = 65'536;
  static constexpr std::int64_t kKeepClosedMs = 24LL * 3600 * 1000;
  static constexpr std::int64_t kConnectionMs = 120'000;  // sshd_config(5): LoginGraceTime

 private:
  struct Host {
    std::unordered_map<std::uint32_t, Session*> sessions;  // of the present boot, by ses
    std::map<std::int64_t, Connection> connections;        // by sshd's pid
    std::uint64_t restarts = 0;
    base::WallTime latest;          // of its records, since it started
    base::WallTime before_restart;  // the latest of before
    std::uint64_t highest_serial = 0;
    std::uint64_t far_serial = 0;  // one far from the highest, that waits for a second
  };

  void watch_for_restart(Host& host, const model::EventKey& key, const model::EventFacts& facts);
  static void restart(Host& host);
  Connection* connection_of(Host& host, std::string_view name, const model::EventKey& key,
                            const model::EventFacts& facts);
  Session& enter(Host& host, std::string_view name, const model::EventKey& key,
                 const model::EventFacts& facts);
  void open(Host& host, Session& session, const model::EventKey& key,
            const model::EventFacts& facts);
  // True: the event is a recorder's execve.
  static bool learn(Session& session, const model::EventKey& key, const model::EventFacts& facts);
  static bool learn_process(Session& session, const model::EventKey& key,
                            const model::EventFacts& facts);
  void make_room(base::WallTime now);
  void drop(std::list<Session>::iterator session);

  BootIds boots_;
  std::int64_t lateness_ms_;
  std::map<std::string, Host, std::less<>> hosts_;
  std::list<Session> sessions_;  // oldest first; their addresses stay
  std::map<std::pair<std::string, std::uint32_t>, Session*> by_boot_;
  std::deque<Session*> closing_;  // closed, and not told yet
};

}  // namespace auweave::session
