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
// | serials fall back, twice in a row; or  | the machine restarted: what was open is closed, and    |
// | LOGIN gives a ses that was given       |                                                       |
//
// A table that starts in mid-life is told what came before: by noting the past's events, and by what
// the live system shows (learn_live). Its part is in table_past.cc.
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
#include <unordered_set>
#include <vector>

#include "base/state.h"
#include "model/event_facts.h"
#include "session/boot_ids.h"
#include "session/known.h"
#include "session/session.h"

namespace auweave::session {

// True of serials that one boot may well have given within a moment: records come a little out of order
// (100 ms of a loaded host are some thousand serials); a fall by more is a restart, at which the counter
// begins again.
[[nodiscard]] constexpr bool near_serials(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t slack = 20'000;
  return (a > b ? a - b : b - a) <= slack;
}

// What the table says of an event. Pointers live until the next call of note().
struct SessionMatch {
  Session* session = nullptr;
  const Connection* connection = nullptr;  // of a record before LOGIN
  bool opened = false;                     // this event opened it (or is the first of one unseen)
  bool recorder = false;                   // this event is a recorder's execve
  bool ticket = false;                     // this event gives it another ticket
  bool resumed = false;  // the first event since of a session that was open before
};

class Table {
 public:
  // `lateness_ms` of event time: how much later than its time a record or a chunk may come.
  Table(BootIds boots, std::int64_t lateness_ms)
      : boots_(std::move(boots)), lateness_ms_(lateness_ms) {}

  // `fetched`: it comes later than those around it did, and its serial tells nothing of a restart.
  SessionMatch note(std::string_view host, const model::EventKey& key,
                    const model::EventFacts& facts, bool fetched = false);

  // A line of sshd's own log: for the connection, or the session, that the audit trail has of it
  // already, or will have.
  void note_sshd(const model::SshdLine& line);
  // What the lines so far tell of a connection.
  [[nodiscard]] Arrival arrival_of(const AuditedConnection& connection) const;
  [[nodiscard]] const Arrivals& arrivals() const { return arrivals_; }

  // The session a recording claims: by boot and ses, whatever the host is called. Null: none, or
  // sessions of several hosts.
  [[nodiscard]] Session* find(std::string_view boot_id, model::Ses ses);
  // That of a host's present boot; null: none.
  [[nodiscard]] Session* at(std::string_view host, model::Ses ses) const;
  // Of that host's machine, as far as its records tell.
  [[nodiscard]] std::uint64_t restarts_of(std::string_view host) const;
  // It went out to `target` at that time.
  static void note_target(Session& session, std::string_view target, base::WallTime time);
  // Of the sessions of a host only these have a process, as it was seen at `now`: what is open, has been
  // silent for kSilentMs, and is not among them, is over.
  void end_others(std::string_view host, base::WallTime now,
                  const std::unordered_set<std::uint32_t>& with_process);
  // Events of a host were lost between these times: whoever was there then may lack some.
  void note_loss(std::string_view host, base::WallTime after, base::WallTime before);
  // The next session that ended, each once; null: none.
  Session* take_ended();
  // The next session whose close is final, each once; null: none. Event time is `watermark`.
  Session* take_closed(base::WallTime watermark);
  // Sessions with recordings whose closed document has not gone out, oldest first.
  std::vector<Session*> recorded_and_open();

  // True when a record of this session would be the first of it.
  [[nodiscard]] bool unknown(std::string_view host, model::Ses ses) const;

  // --- a start in mid-life: first the past's events are match, then these two
  // Sessions that are live on this host at `now`. Those that it knew already learn what they lack;
  // those that are not among them are over, though nothing tells when they ended.
  void learn_live(std::string_view host, base::WallTime now, const std::vector<Known>& live);
  // All it knows is of before: what closed was told then, and what is open is to be told with its next
  // event.
  void begin_after_past();
  [[nodiscard]] const std::list<Session>& all() const { return sessions_; }

  // But for what it was made with: boots, lateness.
  template <typename Archive>
  void state(Archive& archive) {
    archive(sessions_, arrivals_);
    const base::Places<Session> places(sessions_);
    std::vector<std::string> names;
    for (const auto& [name, host] : hosts_) names.push_back(name);
    archive(names);
    if constexpr (Archive::kLoads) hosts_.clear();
    for (const std::string& name : names) hosts_[name].state(archive, places);
    places.map(archive, by_boot_);
    places.list(archive, closing_);
    places.list(archive, ended_);
  }

  static constexpr std::size_t kMostSessions = 100'000;
  static constexpr std::size_t kMostConnections = 65'536;
  static constexpr std::int64_t kKeepClosedMs = 24LL * 3600 * 1000;
  static constexpr std::int64_t kSilentMs = 60'000;
  static constexpr std::int64_t kConnectionMs = 120'000;  // sshd_config(5): LoginGraceTime

 private:
  struct Host {
    std::unordered_map<std::uint32_t, Session*> sessions;  // of the present boot, by ses
    std::map<std::int64_t, Connection> connections;        // by sshd's pid
    std::unordered_map<std::int64_t, Session*> logins;     // the latest of each, by sshd's pid
    std::uint64_t restarts = 0;
    base::WallTime latest;          // of its records, since it started
    base::WallTime before_restart;  // the latest of before
    std::uint64_t highest_serial = 0;
    std::uint64_t far_serial = 0;  // one far from the highest, that waits for a second

    template <typename Archive>
    void state(Archive& archive, const base::Places<Session>& places) {
      archive(connections, restarts, latest, before_restart, highest_serial, far_serial);
      places.map(archive, sessions);
      places.map(archive, logins);
    }
  };

  Host& host_named(std::string_view name);
  void watch_for_restart(Host& host, const model::EventKey& key, const model::EventFacts& facts);
  // `serial` is of the boot that began.
  void restart(Host& host, std::uint64_t serial);
  [[nodiscard]] bool was_lost(const Session& session) const;
  void end(Session& session, base::WallTime time, const model::EventKey& by,
           std::string_view reason);
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
  Session& live_session(Host& host, std::string_view name, base::WallTime now, const Known& known);
  void make_room(base::WallTime now);
  void drop(std::list<Session>::iterator session);

  BootIds boots_;
  std::int64_t lateness_ms_;
  std::map<std::string, Host, std::less<>> hosts_;
  std::list<Session> sessions_;  // oldest first; their addresses stay
  std::map<std::pair<std::string, std::uint32_t>, Session*> by_boot_;
  std::deque<Session*> closing_;  // closed, and not told yet
  std::deque<Session*> ended_;    // since take_ended()
  Arrivals arrivals_;
};

}  // namespace auweave::session
