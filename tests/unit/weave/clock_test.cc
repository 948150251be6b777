// What a clock that is set does to the documents, by logs written for it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "audit/accounts.h"
#include "weave/loom.h"

namespace auweave::weave {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;
constexpr std::int64_t kYears = 10LL * 365 * 86'400;

class Sink : public model::DocumentSink {
 public:
  void take(const model::Document& document) override {
    const std::string id(model::stamp_of(document).session_id);
    const std::string ses = id.substr(id.rfind(':') + 1);
    if (const auto* event = std::get_if<model::EventDocument>(&document))
      late += event->late ? 1 : 0;
    if (const auto* session = std::get_if<model::SessionDocument>(&document))
      sessions.push_back(ses + std::string(session->state));
    const auto* pipeline = std::get_if<model::PipelineDocument>(&document);
    if (pipeline != nullptr && pipeline->what == "clock-stepped")
      steps.push_back(std::to_string(pipeline->first_time->ms() / 1000 - kNow) + ">" +
                      std::to_string(pipeline->last_time->ms() / 1000 - kNow));
  }
  [[nodiscard]] bool closed(int ses) const {
    return std::find(sessions.begin(), sessions.end(), std::to_string(ses) + "closed") !=
           sessions.end();
  }
  int late = 0;
  std::vector<std::string> sessions, steps;
};

// A live plugin's weaver: records with times, and what the host's clock showed.
class Live {
 public:
  void login(std::int64_t second, int ses) {
    record(second, "LOGIN",
           "pid=" + std::to_string(ses) +
               " uid=0 old-auid=4294967295 auid=1001 tty=(none) old-ses=4294967295 ses=" +
               std::to_string(ses) + " res=1");
  }
  void logout(std::int64_t second, int ses) {
    record(second, "USER_END",
           "pid=" + std::to_string(ses) + " uid=0 auid=1001 ses=" + std::to_string(ses) +
               " msg='op=PAM:session_close acct=\"alice\" exe=\"/usr/sbin/sshd\" res=success'");
  }
  void tick(std::int64_t second) {
    record(second, "USER_AUTH",
           "pid=9 uid=0 auid=4294967295 ses=4294967295 msg='op=x exe=\"/usr/sbin/y\" res=success'");
  }
  void ticks(std::int64_t from, int count) {
    for (int i = 0; i < count; ++i) tick(from + i);
  }
  Weaver& weaver() { return loom_.weaver; }
  Sink sink;

 private:
  void record(std::int64_t second, const std::string& type, const std::string& body) {
    const std::string text = "type=" + type + " msg=audit(" + std::to_string(kNow + second) +
                             ".000:" + std::to_string(++serial_) + "): " + body;
    weaver().audit_line({text, serial_, 0, 0, true}, source_);
  }
  static WeaverSettings settings() {
    WeaverSettings settings;
    settings.host = "h";
    return settings;
  }
  audit::NoAccounts nobody_;
  Loom loom_{settings(), nobody_, sink};
  std::uint32_t source_ = loom_.weaver.sources().add("records");
  std::uint64_t serial_ = 1000;
};

TEST(Clock, AheadAndBackTellsAStepAndClosesWhatEndedAhead) {
  Live live;
  live.weaver().clock(base::WallTime::from_ms(kNow * 1000));
  live.login(0, 3);
  live.login(1, 4);
  live.ticks(2, 3);
  live.weaver().clock(base::WallTime::from_ms((kNow + kYears) * 1000));
  live.ticks(kYears, 5);
  live.logout(kYears + 5, 3);
  live.weaver().clock(base::WallTime::from_ms((kNow + 10) * 1000));
  live.ticks(10, 2);
  live.logout(12, 4);
  EXPECT_FALSE(live.sink.closed(3));
  for (int i = 13; i < 40; ++i) {
    live.weaver().clock(base::WallTime::from_ms((kNow + i) * 1000));
    live.tick(i);
  }
  EXPECT_TRUE(live.sink.closed(3));
  EXPECT_TRUE(live.sink.closed(4));
  EXPECT_EQ(live.sink.late, 0);
  EXPECT_EQ(live.sink.steps, (std::vector<std::string>{std::to_string(kYears + 5) + ">13"}));
}

TEST(Clock, WithoutAClockTheRecordsTellTheStep) {
  Live live;
  live.login(0, 3);
  live.login(1, 4);
  live.ticks(kYears, 5);
  live.logout(kYears + 5, 3);
  live.ticks(2, 6);
  live.sink.late = 0;
  live.logout(12, 4);
  live.ticks(13, 20);
  EXPECT_TRUE(live.sink.closed(3));
  EXPECT_TRUE(live.sink.closed(4));
  EXPECT_EQ(live.sink.late, 0);
  EXPECT_EQ(live.sink.steps.size(), 1U);
}

TEST(Clock, OneStepIsToldOnce) {
  Live live;
  live.weaver().clock(base::WallTime::from_ms((kNow + 900) * 1000));
  live.ticks(900, 3);
  live.weaver().plugin_notes().tell({base::WallTime::from_ms(kNow * 1000), "clock-stepped",
                                     "the clock of this host was set 902000 ms back",
                                     base::WallTime::from_ms((kNow + 902) * 1000),
                                     base::WallTime::from_ms(kNow * 1000)});
  live.weaver().clock(base::WallTime::from_ms(kNow * 1000));
  live.ticks(0, 8);
  EXPECT_EQ(live.sink.steps, (std::vector<std::string>{"902>0"}));
  EXPECT_EQ(live.sink.late, 0);
}

TEST(Clock, IdleGoesBackWithTheClock) {
  Live live;
  live.weaver().idle(base::WallTime::from_ms((kNow + kYears) * 1000));
  live.weaver().clock(base::WallTime::from_ms(kNow * 1000));
  live.ticks(0, 3);
  EXPECT_EQ(live.sink.late, 0);
}

}  // namespace
}  // namespace auweave::weave
