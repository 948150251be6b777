// Table: has the login sessions, as records open, use and close them. A Table is deterministic,
// because the only time is the events' own; it has one owner and runs on one thread.
//
// | seen                                   | then                                                  |
// |----------------------------------------|-------------------------------------------------------|
// | sshd's record without ses, or of an    | its connection begins, or goes on (120 s from its     |
// | sshd that a session started            | first record: pids wrap)                              |
// | LOGIN                                  | session opens; takes the connection of the same pid   |
// | another record with ses                | stamped; a session never opened is entered as unseen  |
// | LOGIN of a process of a session that   | the session goes on: its process changed its login id |
// | is no login service (login_ids.h)      |                                                       |
// | USER_END of LOGIN's pid, but of one    | session closes; what still comes keeps its stamp      |
// | of its channels (op=login of Red Hat)  |                                                       |
// | event time `lateness` and a clock's    | its close is final: whatever belongs to it has come   |
// | slack after that                       |                                                       |
// | serials fall back, twice in a row; or  | the machine restarted: what was open is closed, and    |
// | LOGIN gives a ses that was given       |                                                       |
//
// A table that starts in mid-life learns the past from events before the start (note) and from the
// live system (learn_live). The file table_past.cc has the functions that learn the past.
//
// Memory: at most kMostSessions sessions, kMostHosts hosts, and kMostConnections connections of each
// host. Closed sessions are forgotten after kKeepClosedMs. When the table is full, an eighth of the
// sessions is let go (table_room.cc says which). A session that was let go is entered again with its
// next record, as unseen.
#pragma once

#include <cstdint>
#include <deque>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/recent_hashes.h"
#include "base/state.h"
#include "model/event_facts.h"
#include "session/boot_ids.h"
#include "session/known.h"
#include "session/login_ids.h"
#include "session/persons.h"
#include "session/session.h"

namespace auweave::session {

// True for services at which somebody has a connection before LOGIN. systemd begins sessions of
// users who are there already.
[[nodiscard]] bool is_entrance_service(std::string_view exe);

// True if one boot may have given both serials within a moment. Records come a little out of order
// (100 ms of a loaded host are some thousand serials). A fall of serials by more than `slack` is a
// restart, after which the serials begin again. Serials are of 32 bits (kernel/audit.c), and 0
// follows the highest.
[[nodiscard]] constexpr bool near_serials(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t slack = 20'000;
  constexpr std::uint64_t mask = 0xFFFF'FFFF;
  return ((a - b) & mask) <= slack || ((b - a) & mask) <= slack;
}

// SessionMatch: the session or connection of an event. The pointers in a SessionMatch are valid
// until the next call of Table::note().
struct SessionMatch {
  Session* session = nullptr;
  const Connection* connection = nullptr;  // set for a record before LOGIN
  // True if the event opened the session, or is the first event of a session without LOGIN.
  bool opened = false;
  bool recorder = false;  // the event is a recorder's execve
  bool ticket = false;    // the event gives the session another ticket
  bool changed = false;   // the event changed the login id of a process of the session
  bool resumed = false;   // the first event, since the start, of a session that was open before
};

class Table {
 public:
  // `lateness_ms` is the event time by which a record or a chunk may be late.
  Table(BootIds boots, std::int64_t lateness_ms, Persons persons = {})
      : boots_(std::move(boots)), lateness_ms_(lateness_ms), persons_(std::move(persons)) {}

  // Enters an event. `fetched` is true if the event was fetched from a log, later than its
  // neighbours, so that the event's serial shows no restart.
  SessionMatch note(std::string_view host, const model::EventKey& key,
                    const model::EventFacts& facts, bool fetched = false);

  // Enters a line of sshd's own log, for a connection or session that the audit trail shows
  // already, or will show.
  void note_sshd(const model::SshdLine& line);
  // Returns the facts about a connection in its own records, and in the lines of sshd's log so far.
  [[nodiscard]] Arrival arrival_of(const AuditedConnection& connection, Recorded recorded) const;
  [[nodiscard]] const Arrivals& arrivals() const { return arrivals_; }

  // Returns the session that a recording claims by boot and ses, whatever host the recording names,
  // or null if no host or several hosts have a session of that boot and ses.
  [[nodiscard]] Session* find(std::string_view boot_id, model::Ses ses);
  // Returns the session `ses` of the host's present boot, or null if that boot has none.
  [[nodiscard]] Session* at(std::string_view host, model::Ses ses) const;
  // Returns the number of restarts that the host's records showed.
  [[nodiscard]] std::uint64_t restarts_of(std::string_view host) const;
  // Adds `target` to the session's targets, unless `time` is after the session's end.
  static void note_target(Session& session, std::string_view target, base::WallTime time);
  // Tells the table which sessions of a host have a process at `now`. An open session of the host
  // ends if it has been silent for kSilentMs and has no process.
  void end_others(std::string_view host, base::WallTime now,
                  const std::unordered_set<std::uint32_t>& with_process);
  // Marks each session of the host that was open between `after` and `before`, because events of
  // the host were lost in between.
  void note_loss(std::string_view host, base::WallTime after, base::WallTime before);
  // Returns the next session that has ended, or null. Each ended session is returned once.
  Session* take_ended();
  // Returns the next session whose close is final, or null. Each closed session is returned once.
  // `watermark` is event time.
  Session* take_closed(base::WallTime watermark);
  // Tells what the clock of auweave's host shows: no close waits for a later time.
  void set_clock(base::WallTime now) { host_clock_ = now; }
  // Event time went back to `watermark`: what waits for a later time is due `lateness` after it.
  void set_back(base::WallTime watermark);
  // Returns the sessions with recordings whose closed document has not gone out, oldest first.
  std::vector<Session*> recorded_and_open();

  // True if the table does not have the session, so that a record of the session would be its
  // first.
  [[nodiscard]] bool unknown(std::string_view host, model::Ses ses) const;

  // --- a start in mid-life: note() the past, then call learn_live(), then begin_after_past()
  // Enters the sessions that are live on this host at `now`. A live session that the table has
  // already gets the facts that it lacks. A session of the host that the table has but that is not
  // live has ended at an unknown time, and gets no closed document.
  void learn_live(std::string_view host, base::WallTime now, const std::vector<Known>& live);
  // Declares that all events so far are the past. Sessions closed in the past get no closed
  // document, and each open session is announced with its next event.
  void begin_after_past();
  [[nodiscard]] const std::list<Session>& all() const { return sessions_; }

  // Returns the ids of the sessions that were dropped to make room since the last call.
  std::vector<std::string> take_dropped();
  [[nodiscard]] bool has_dropped() const { return !dropped_.empty(); }
  // Returns how many open sessions were let go since the last call.
  std::uint64_t take_let_go();

  // Saves or loads the whole state except the constructor's arguments.
  template <typename Archive>
  void state(Archive& archive) {
    archive(sessions_, arrivals_, host_clock_, let_go_, dropped_, let_go_open_);
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

  static constexpr std::size_t kMostSessions = 16'384;
  // Twice the sessions, so that a host that goes has none.
  static constexpr std::size_t kMostHosts = 2 * kMostSessions;
  static constexpr std::size_t kMostLetGo = 16'384;  // sessions that are remembered to be let go
  static constexpr std::size_t kMostConnections = 65'536;
  static constexpr std::int64_t kKeepClosedMs = 24LL * 3600 * 1000;
  static constexpr std::int64_t kSilentMs = 60'000;
  static constexpr std::int64_t kConnectionMs = 120'000;  // LoginGraceTime (sshd_config(5))

 private:
  struct Host {
    std::unordered_map<std::uint32_t, Session*> sessions;  // sessions of the present boot, by ses
    std::map<std::int64_t, Connection> connections;        // by the pid of sshd
    std::unordered_map<std::int64_t, Session*> logins;     // latest session of each sshd, by pid
    std::uint64_t restarts = 0;
    base::WallTime latest;          // latest time of the host's records since the host started
    base::WallTime before_restart;  // latest time of the records before the restart
    std::uint64_t highest_serial = 0;
    LoginIds login_ids;
    std::uint64_t far_serial = 0;  // a serial far from the highest, until a second one agrees

    template <typename Archive>
    void state(Archive& archive, const base::Places<Session>& places) {
      archive(connections, restarts, latest, before_restart, highest_serial, login_ids, far_serial);
      places.map(archive, sessions);
      places.map(archive, logins);
    }
  };

  Host& host_named(std::string_view name);
  void watch_for_restart(Host& host, const model::EventKey& key, const model::EventFacts& facts);
  // Closes the open sessions of a restarted host, of whose new boot `serial` is a serial.
  void restart(Host& host, std::uint64_t serial);
  [[nodiscard]] Ending ending_of(const Session& session) const;
  // Sets the person by the session's own key, after a line of sshd's log. `before` is the person by
  // the key that the lines before it told.
  void note_person(Session& session, std::string_view before) const;
  void end(Session& session, base::WallTime time, const model::EventKey& by,
           std::string_view reason);
  Connection* connection_of(Host& host, std::string_view name, const model::EventKey& key,
                            const model::EventFacts& facts);
  // True if the record is of a connection although it has a session: the service that wrote it was
  // started in that session.
  [[nodiscard]] static bool is_before_login(const Host& host, const Session* known,
                                            const model::EventFacts& facts);
  // Keeps a session whose process changed its login id by the LOGIN of `facts`.
  Session& keep_changed(Host& host, std::string_view name, const model::EventKey& key,
                        const model::EventFacts& facts);
  // Entered: an event of a session.
  struct Entered {
    const model::EventKey& key;
    const model::EventFacts& facts;
    bool login = false;
    bool fetched = false;
  };
  void enter_event(Host& host, std::string_view name, const Entered& event, SessionMatch& match);
  [[nodiscard]] static bool changes_login_id(const Host& host, const model::EventFacts& facts);
  static void forget_other_ses(Host& host, const Session& session);
  [[nodiscard]] static bool ends_session(const Session& session, const model::EventFacts& facts);
  void take_connection(Host& host, Session& session, const model::EventKey& key, model::Pid pid);
  Session& enter(Host& host, std::string_view name, const model::EventKey& key,
                 const model::EventFacts& facts);
  void open(Host& host, Session& session, const model::EventKey& key,
            const model::EventFacts& facts);
  // Adds an event's facts to its session, and returns true if the event is a recorder's execve.
  static bool learn(Session& session, const model::EventKey& key, const model::EventFacts& facts);
  static bool learn_process(Session& session, const model::EventKey& key,
                            const model::EventFacts& facts);
  Session& live_session(Host& host, std::string_view name, base::WallTime now, const Known& known);
  void make_room(base::WallTime now);
  void let_go(base::WallTime now, std::size_t count);
  void make_room_for_host();
  static std::uint64_t hash_of(std::string_view host, model::Ses ses);
  void drop(std::list<Session>::iterator session);

  BootIds boots_;
  std::int64_t lateness_ms_;
  std::optional<base::WallTime> host_clock_;
  Persons persons_;
  std::map<std::string, Host, std::less<>> hosts_;
  std::list<Session> sessions_;  // oldest first; addresses of sessions stay
  std::map<std::pair<std::string, std::uint32_t>, Session*> by_boot_;
  std::deque<Session*> closing_;  // sessions that are closed but not announced yet, by close_due
  std::deque<Session*> ended_;    // sessions that ended since take_ended()
  Arrivals arrivals_;
  std::vector<std::string> dropped_;
  base::RecentHashes let_go_{kMostLetGo};  // of open sessions
  std::uint64_t let_go_open_ = 0;
};

}  // namespace auweave::session
