// HopJoin: joins sessions to the sessions that they came from, by joining an outgoing connection of
// a session, on any host, to the connection to sshd that the outgoing connection became. No audit
// record has the source port, so the two connections are joined by the dialled address, the source
// address, time and account. A HopJoin is deterministic, has one owner and runs on one thread.
//
// | sshd's log tells of the connection | dialled by                            | the parent is            |
// |------------------------------------|---------------------------------------|--------------------------|
// | yes                                | one session, that address and port;   | that session             |
// |                                    | and nobody else can have come         |                          |
// | no                                 | one session, and more than time       | that session, inferred   |
// |                                    | speaks for it (means())               |                          |
// | either                             | several sessions, or none             | none                     |
//
// A dial becomes one inbound connection only, so a dial that surely belongs to an inbound
// connection is no candidate for later ones. Inbound connections are decided in the order of their
// first records, each when event time is `lateness` and a clock's slack past the first record, so
// the order in which hosts' records are read changes nothing.
//
// Memory: each list has at most kMost entries; above kMost the oldest entries are decided or
// forgotten.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "correlate/hop.h"
#include "model/audit_event.h"
#include "model/event_facts.h"
#include "session/table.h"

namespace auweave::correlate {

class HopJoin {
 public:
  // Output receives the parents that are found, and must outlive the HopJoin.
  class Output {
   public:
    virtual ~Output() = default;
    // Takes a session whose parent was found after the session was announced. `login` is the event
    // that opened the session.
    virtual void hop(const session::Session& session, const model::EventKey& login) = 0;
  };

  // `table` and `output` must outlive the join. `lateness_ms` is the event time for which an
  // inbound connection waits before it is decided.
  HopJoin(session::Table& table, std::int64_t lateness_ms, Output& output)
      : table_(table), lateness_ms_(lateness_ms), output_(output) {}

  // Takes an execve, of which only that of ssh(1) is used.
  void executed(std::string_view host, const model::EventKey& key, const model::EventFacts& facts,
                std::span<const std::string_view> argv);
  struct Dialled {
    const session::Session* session;  // null if the dialling process is in no session
    std::string_view account;
    const model::Peer& peer;
  };
  // Takes an outgoing connection that did not fail at once.
  void dialled(std::string_view host, const model::EventKey& key, const model::EventFacts& facts,
               const Dialled& dialled);
  // Takes a record that sshd wrote for a connection before LOGIN.
  void knocked(std::string_view host, const session::Connection& connection,
               const model::EventKey& key, const model::EventFacts& facts);
  // Takes a LOGIN. The caller must call opened() before the session is announced.
  void opened(session::Session& session, const model::EventKey& key);
  // Decides the inbound connections that are due. `watermark` is event time.
  void advance(base::WallTime watermark);

  template <typename Archive>
  void state(Archive& archive) {
    archive(addresses_, clients_, client_order_, dials_, inbounds_, waiting_, decided_, owed_,
            parents_, parent_order_);
  }

  static constexpr std::size_t kMost = 16'384;
  // A connection from an unknown address is joined only if it arrived within kAtOnceMs of the dial.
  static constexpr std::int64_t kAtOnceMs = 2000;
  static constexpr std::int64_t kSoonMs = 1000;  // a connection's records count only this long

 private:
  struct Client {
    std::string user, goal;

    template <typename Archive>
    void state(Archive& archive) {
      archive(user, goal);
    }
  };
  using ClientKey = std::tuple<std::string, std::int64_t, std::uint64_t>;  // host, pid, serial
  // DialKey: the time, host and serial of a dial.
  using DialKey = std::tuple<std::int64_t, std::string, std::uint64_t>;
  using Moment = std::pair<std::int64_t, std::string>;  // time of the first record, key
  using Dials = std::vector<Dial*>;

  Inbound& enter(const std::string& id, const Inbound& fresh);
  [[nodiscard]] std::int64_t deadline_ms(base::WallTime first) const;
  [[nodiscard]] session::Session* session_of(const Inbound& inbound) const;
  void name(const DialKey& key, Dial& dial) const;
  void decide(Moment moment);
  void look(Inbound& inbound);
  [[nodiscard]] Dials candidates(const Inbound& inbound);
  [[nodiscard]] Dial* by_log(const Dials& dials, const Inbound& inbound) const;
  [[nodiscard]] Dial* by_records(const Dials& dials, const Inbound& inbound) const;
  void take(const Dial& dial, const Dials& all);
  bool give(session::Session& session, const Inbound& inbound);
  [[nodiscard]] bool descends(const std::string& id, const std::string& from) const;
  void tell(const Inbound& inbound);
  void forget(base::WallTime watermark);

  session::Table& table_;
  std::int64_t lateness_ms_;
  Output& output_;
  Addresses addresses_;
  std::map<ClientKey, Client> clients_;
  std::deque<ClientKey> client_order_;
  std::map<DialKey, Dial> dials_;
  std::map<std::string, Inbound> inbounds_;  // by connection_id, else session_id
  std::set<Moment> waiting_, decided_;       // each key of inbounds_ is in one of the two
  // Keys of inbounds that were decided before their LOGIN was read.
  std::vector<std::string> owed_;
  std::map<std::string, std::string> parents_;
  std::deque<std::string> parent_order_;
};

}  // namespace auweave::correlate
