// Hops of made-up nights on four hosts: whatever order the hosts' records and logs are read in, within
// the lateness, the parents are the same; and none is told that was none.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <limits>
#include <map>
#include <random>

#include "correlate/hop_join.h"
#include "support/sanitizer.h"

namespace auweave::correlate {
namespace {

constexpr unsigned kSeed = 20261126;
// A sanitizer finds its mistakes in fewer, and is slow.
constexpr unsigned kCases = support::kAddressSanitizer ? 1'000 : 10'000;
constexpr std::int64_t kLatenessMs = 10'000;
constexpr const char* kHosts[] = {"b1", "b2", "t1", "t2"};
constexpr const char* kAddresses[] = {"10.0.0.1", "10.0.0.2", "10.0.1.1", "10.0.1.2"};

constexpr const char* kOutside = "198.51.100.7";

// By session, its parent; "?" behind what is inferred.
using Parents = std::map<std::string, std::string>;

struct Event {
  enum class What { knock, login, dial, line } what = What::knock;
  std::int64_t ms = 0;
  std::size_t host = 0;
  std::uint64_t serial = 0;
  std::int64_t pid = 0;
  std::uint32_t ses = 0;  // of a login, and of who dials; 0: none
  std::string from = {}, account = {};
  std::vector<std::string> argv = {};  // of ssh; empty: sshd dials
  std::size_t to = 0;
  std::int64_t first_ms = 0;
};

struct Night {
  std::vector<Event> audit[4], logs[4];
  Parents parents;  // the truth
};

std::string id_of(std::size_t host, std::uint32_t ses) {
  return std::string(kHosts[host]) + ":b27a07e8:" + std::to_string(ses);
}

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed) {
    const bool any = chance(50);
    for (bool& logged : logged_) logged = any && chance(70);
  }

  Night make() {
    // Whoever comes from outside came before: of an address that is new, records alone may mislead.
    come(0, 0, kOutside, "alice", "");
    for (int people = 0; people < 4; ++people) {
      come(below(2), 10'000 + people, "192.0.2." + std::to_string(people),
           chance(50) ? "alice" : "bob", "");
    }
    for (int acts = 10 + static_cast<int>(below(20)); acts > 0; --acts) act();
    for (auto* streams : {&night_.audit, &night_.logs}) {
      for (auto& stream : *streams) {
        std::stable_sort(stream.begin(), stream.end(),
                         [](const Event& a, const Event& b) { return a.ms < b.ms; });
        std::uint64_t serial = 100;
        for (Event& event : stream) event.serial = ++serial;
      }
    }
    return std::move(night_);
  }

 private:
  struct Session {
    std::size_t host;
    std::uint32_t ses;
    std::int64_t from_ms;
    std::string account;
  };
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool chance(std::size_t percent) { return below(100) < percent; }

  // At a host: perhaps a line of sshd, then records, then perhaps a session.
  void come(std::size_t host, std::int64_t ms, const std::string& from, const std::string& account,
            const std::string& parent) {
    const std::int64_t pid = 1000 + ++count_;
    if (logged_[host]) {
      Event line{Event::What::line, ms, host};
      line.pid = pid;
      line.from = from;
      night_.logs[host].push_back(line);
    }
    // A key, or a password that is typed.
    const auto typed =
        static_cast<std::int64_t>(chance(60) ? 100 + below(200) : 1000 + below(8000));
    Event knock{Event::What::knock, ms + typed, host};
    knock.pid = pid;
    knock.from = from;
    knock.account = account;
    night_.audit[host].push_back(knock);
    if (chance(15)) return;
    Event login = knock;
    login.what = Event::What::login;
    login.ms += chance(90) ? 5 : 5000 + static_cast<std::int64_t>(below(30'000));
    login.ses = static_cast<std::uint32_t>(10 + count_);
    night_.audit[host].push_back(login);
    sessions_.push_back({host, login.ses, login.ms, account});
    if (!parent.empty()) night_.parents[id_of(host, login.ses)] = parent;
  }

  void act() {
    if (sessions_.empty() || chance(20)) {
      return come(below(4), static_cast<std::int64_t>(below(300'000)), kOutside, "alice", "");
    }
    const Session who = sessions_[below(sessions_.size())];
    Event dial{Event::What::dial, std::max<std::int64_t>(who.from_ms + 50, 25'000), who.host};
    dial.ms += static_cast<std::int64_t>(chance(50) ? below(2000) : below(120'000));
    dial.ses = chance(95) ? who.ses : 0;
    dial.pid = 30'000 + ++count_;
    dial.account = who.account;
    dial.to = (who.host + 1 + below(3)) % 4;
    std::string account = who.account;
    if (chance(70)) {
      dial.argv = {"ssh", chance(70) ? kHosts[dial.to] : "alias"};
      if (chance(30)) {
        account = "deploy";
        dial.argv.insert(dial.argv.begin() + 1, {"-l", account});
      }
    } else if (chance(50)) {
      account = "deploy";  // what the client asks for behind ProxyJump
    }
    night_.audit[who.host].push_back(dial);
    if (chance(10)) return;  // it never got there
    come(dial.to, dial.ms + static_cast<std::int64_t>(below(100)), kAddresses[who.host], account,
         dial.ses == 0 ? "" : id_of(who.host, dial.ses));
  }

  std::mt19937 random_;
  bool logged_[4] = {};  // hosts whose sshd has a log
  std::int64_t count_ = 0;
  std::vector<Session> sessions_;
  Night night_;
};

// What the weaver does with each.
class Reader : public HopJoin::Output {
 public:
  Reader() : join_(table_, kLatenessMs, *this) {}

  void read(const Event& event) {
    if (event.what == Event::What::line) return line(event);
    const model::EventKey key{event.ms / 1000, static_cast<std::uint32_t>(event.ms % 1000),
                              event.serial};
    model::EventFacts facts;
    facts.pid = model::Pid{event.pid};
    facts.success = true;
    if (event.what == Event::What::dial) {
      dial(event, key, facts);
    } else {
      arrive(event, key, facts);
    }
    watermark_ms_ = std::max(watermark_ms_, event.ms);
    join_.advance(base::WallTime::from_ms(watermark_ms_));
  }
  Parents finish() {
    join_.advance({std::numeric_limits<std::int64_t>::max()});
    return std::move(parents_);
  }

 private:
  void line(const Event& event) {
    model::SshdLine told;
    told.time.exact = base::WallTime::from_ms(event.ms);
    told.host = kHosts[event.host];
    told.pid = model::Pid{event.pid};
    told.src_ip = event.from;
    told.src_port = 50'000;
    told.server_ip = kAddresses[event.host];
    told.server_port = 22;
    table_.note_sshd(told);
  }
  void dial(const Event& event, const model::EventKey& key, model::EventFacts& facts) {
    facts.exe = event.argv.empty() ? "/usr/sbin/sshd" : "/usr/bin/ssh";
    const std::vector<std::string_view> argv(event.argv.begin(), event.argv.end());
    if (!argv.empty()) join_.executed(kHosts[event.host], {key.sec, key.ms, 0}, facts, argv);
    const model::Peer peer{model::Peer::Family::inet, kAddresses[event.to], 22};
    const auto* session =
        event.ses == 0 ? nullptr : table_.at(kHosts[event.host], model::Ses{event.ses});
    join_.dialled(kHosts[event.host], key, facts, {session, event.account, peer});
  }
  void arrive(const Event& event, const model::EventKey& key, model::EventFacts& facts) {
    facts.exe = "/usr/sbin/sshd";
    if (event.what == Event::What::knock) {
      facts.type = "USER_ACCT";
      facts.address = event.from;
      facts.account = event.account;
      const auto noted = table_.note(kHosts[event.host], key, facts);
      return join_.knocked(kHosts[event.host], *noted.connection, key, facts);
    }
    facts.type = "LOGIN";
    facts.ses = model::Ses{event.ses};
    facts.auid = model::Uid{1000};
    facts.auid_name = event.account;
    const auto noted = table_.note(kHosts[event.host], key, facts);
    join_.opened(*noted.session, key);
    keep(*noted.session);
  }
  void keep(const session::Session& session) {
    if (session.parent_id.empty()) return;
    EXPECT_FALSE(parents_.contains(session.id));
    parents_[session.id] = session.parent_id + (session.parent_inferred ? "?" : "");
  }
  void hop(const session::Session& session, const model::EventKey&) override { keep(session); }

  static session::Table make_table() {
    session::BootIds boots;
    boots.set_first("b27a07e8-2369-4d33-b1e5-af691b3ff37d");
    return {std::move(boots), kLatenessMs};
  }
  session::Table table_ = make_table();
  HopJoin join_;
  std::int64_t watermark_ms_ = 0;
  Parents parents_;
};

// Some stream is preferred for a while, and runs as far ahead as it may.
Parents read_mixed(const Night& night, std::mt19937& random) {
  struct Rest {
    const std::vector<Event>* events;
    std::size_t next = 0;
    [[nodiscard]] std::int64_t ms() const {
      return next < events->size() ? (*events)[next].ms : std::numeric_limits<std::int64_t>::max();
    }
  };
  std::vector<Rest> rests;
  for (const auto* streams : {&night.audit, &night.logs}) {
    for (const auto& stream : *streams) rests.push_back({&stream});
  }
  Reader reader;
  const std::size_t patience = 1 + random() % 40;
  for (std::size_t preferred = 0;;) {
    if (random() % patience == 0) preferred = random() % rests.size();
    std::int64_t earliest = std::numeric_limits<std::int64_t>::max();
    for (const Rest& rest : rests) earliest = std::min(earliest, rest.ms());
    if (earliest == std::numeric_limits<std::int64_t>::max()) return reader.finish();
    std::size_t gives = preferred;
    while (rests[gives].ms() > earliest + kLatenessMs) gives = (gives + 1) % rests.size();
    reader.read((*rests[gives].events)[rests[gives].next++]);
  }
}

// For people: what happened, by time.
std::string described(const Night& night) {
  std::vector<std::pair<std::int64_t, std::string>> rows;
  constexpr const char* names[] = {"knock", "login", "dial", "line"};
  for (const auto* streams : {&night.audit, &night.logs}) {
    for (const auto& stream : *streams) {
      for (const Event& event : stream) {
        std::string row = std::to_string(event.ms) + " " + kHosts[event.host] + " " +
                          names[static_cast<std::size_t>(event.what)] + " " + event.account;
        if (event.ses != 0) row += " ses " + std::to_string(event.ses);
        if (!event.from.empty()) row += " from " + event.from;
        if (event.what == Event::What::dial) row += " to " + std::string(kHosts[event.to]) + ":";
        for (const std::string& word : event.argv) row += " " + word;
        rows.emplace_back(event.ms, row + " (" + std::to_string(event.pid) + ")\n");
      }
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string text;
  for (const auto& [ms, row] : rows) text += row;
  return text;
}

TEST(Hops, AreTheSameInAnyOrderAndNoneIsMadeUp) {
  std::size_t sure = 0;
  std::size_t inferred = 0;
  std::size_t untold = 0;
  for (unsigned i = 0; i < kCases; ++i) {
    const Night night = Maker(kSeed + i).make();
    std::mt19937 random(kSeed + i);
    const Parents told = read_mixed(night, random);
    for (int again = 0; again < 3; ++again)
      ASSERT_EQ(told, read_mixed(night, random)) << "seed " << kSeed + i;
    for (auto [session, parent] : told) {
      const bool guess = parent.ends_with('?');
      if (guess) parent.pop_back();
      ++(guess ? inferred : sure);
      const auto truth = night.parents.find(session);
      ASSERT_TRUE(truth != night.parents.end() && truth->second == parent)
          << "seed " << kSeed + i << ": " << session << " from " << parent << "\n"
          << described(night);
    }
    for (const auto& [session, parent] : night.parents) untold += told.contains(session) ? 0U : 1U;
  }
  RecordProperty("sure", static_cast<int>(sure));
  RecordProperty("inferred", static_cast<int>(inferred));
  RecordProperty("untold", static_cast<int>(untold));
  EXPECT_GT(sure, 1000U);
  EXPECT_GT(inferred, 1000U);
  EXPECT_GT(untold, 0U);
}

}  // namespace
}  // namespace auweave::correlate
