#include "plugin/group_lookup.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace auweave::plugin {
namespace {

using pipeline::AuditLines;

AuditLines login(int ses, std::uint32_t auid, const std::string& node = "") {
  AuditLines lines;
  lines.lines = {node + "type=LOGIN msg=audit(1000.002:" + std::to_string(ses) +
                 "): pid=7 uid=0 old-auid=4294967295 auid=" + std::to_string(auid) +
                 " old-ses=4294967295 ses=" + std::to_string(ses) + " res=1"};
  return lines;
}

struct Rig {
  std::vector<std::string> said;
  base::Log log{[this](base::Log::Level, const std::string& line) { said.push_back(line); }};
  std::atomic<int> asked = 0;
  GroupLookup lookup{"h",
                     [this](model::Uid uid) -> std::vector<std::string> {
                       ++asked;
                       if (uid.value == 4) return {};
                       return {"g" + std::to_string(uid.value)};
                     },
                     log};
  // Answers as many as are expected.
  std::vector<std::string> answers(std::size_t count) {
    std::thread thread([this] { lookup.run(); });
    std::vector<std::string> all;
    for (int i = 0; i < 5000 && all.size() < count; ++i) {
      while (const auto answer = lookup.take()) {
        all.push_back(answer->host + " " + std::to_string(answer->ses.value) + " " +
                      answer->session_key + " " + answer->groups.at(0));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    lookup.ask_end();
    thread.join();
    return all;
  }
};

TEST(GroupLookup, AnswersLoginsOfItsHost) {
  Rig rig;
  rig.lookup.look_at(login(1, 1001));
  rig.lookup.look_at(login(2, 1002, "node=other "));
  rig.lookup.look_at(login(3, 4));  // nobody knows the account
  rig.lookup.look_at(login(5, 1001, "node=h "));
  rig.lookup.look_at(pipeline::Idle{});
  EXPECT_EQ(rig.answers(2),
            (std::vector<std::string>{"h 1 h/1000.002/1 g1001", "h 5 h/1000.002/5 g1001"}));
  EXPECT_EQ(rig.asked, 2);  // an answer is remembered
}

TEST(GroupLookup, AsksAboutOpenSessionsWhoseGroupsAreUnknown) {
  Rig rig;
  session::Table table(session::BootIds(), 10'000);
  const auto note = [&](const char* host, std::uint32_t ses, const char* type) {
    model::EventFacts facts;
    facts.type = type;
    facts.ses = model::Ses{ses};
    facts.auid = model::Uid{1000 + ses};
    facts.pid = model::Pid{ses};
    return table.note(host, {1000, 0, ses}, facts).session;
  };
  note("h", 1, "LOGIN");
  note("h", 2, "LOGIN");
  note("h", 2, "USER_END");
  note("h", 3, "LOGIN")->actor_groups = {"known"};
  note("other", 4, "LOGIN");
  rig.lookup.look_at(table);
  EXPECT_EQ(rig.answers(1), (std::vector<std::string>{"h 1 h/1000.000/1 g1001"}));
}

TEST(GroupLookup, IsBoundedAndSaysSo) {
  Rig rig;
  for (int i = 0; i < 5000; ++i) rig.lookup.look_at(login(i + 1, 1001));
  EXPECT_EQ(rig.said.size(), 1U);
  EXPECT_EQ(rig.answers(GroupLookup::kMost).size(), GroupLookup::kMost);
}

TEST(GroupLookup, WithoutSomebodyToAskAsksNothing) {
  base::Log log([](base::Log::Level, const std::string&) {});
  GroupLookup lookup("h", nullptr, log);
  lookup.look_at(login(1, 1001));
  lookup.start();
  EXPECT_FALSE(lookup.take().has_value());
}

}  // namespace
}  // namespace auweave::plugin
